//! `_socket` and `select`, as far as a program can go without a network: connected pairs, which event
//! loops need to wake themselves. Anything that would reach another process is an error.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::types::bytes;
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, function, member, method, wrapper,
};
use crate::vm::sockets::FIRST_NUMBER;
use crate::vm::{Res, Unwind, Vm};
use crate::world::Duration;

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_socket"),
    defs: &[
        function("socketpair", Pos(0, 3, socketpair)),
        function(
            "close",
            One(|vm, _, fd| {
                let fd = vm.as_index(fd)?;
                close_number(vm, fd)
            }),
        ),
        function("gethostname", NoArgs(|vm, _| Ok(vm.new_str("localhost")))),
        function("getdefaulttimeout", NoArgs(|vm, _| Ok(vm.none()))),
        function("setdefaulttimeout", One(|vm, _, _| Ok(vm.none()))),
        function("getaddrinfo", Full(|vm, _, _| Err(no_network(vm)))),
        function("gethostbyname", One(|vm, _, _| Err(no_network(vm)))),
        function(
            "htons",
            One(|vm, _, n| {
                let n = vm.as_index(n)?;
                Ok(vm.new_int((n as u16).to_be().into()))
            }),
        ),
        function(
            "ntohs",
            One(|vm, _, n| {
                let n = vm.as_index(n)?;
                Ok(vm.new_int((n as u16).to_be().into()))
            }),
        ),
        function(
            "htonl",
            One(|vm, _, n| {
                let n = vm.as_index(n)?;
                Ok(vm.new_int((n as u32).to_be().into()))
            }),
        ),
        function(
            "ntohl",
            One(|vm, _, n| {
                let n = vm.as_index(n)?;
                Ok(vm.new_int((n as u32).to_be().into()))
            }),
        ),
        function("inet_aton", One(inet_aton)),
        function("inet_ntoa", One(inet_ntoa)),
    ],
};
static SOCKET: NativeTable = NativeTable {
    owner: Owner::Type(module_types::SOCKET),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        method(
            "fileno",
            NoArgs(|vm, this| {
                let fd = number(vm, this, FD);
                Ok(vm.new_int(fd))
            }),
        ),
        method("close", NoArgs(close)),
        method("detach", NoArgs(detach)),
        method("send", Pos(1, 2, |vm, this, args| send(vm, this, args[0]))),
        method("sendall", Pos(1, 2, send_all)),
        method(
            "recv",
            Pos(1, 2, |vm, this, args| {
                let data = receive(vm, this, args[0])?;
                Ok(vm.new_bytes(&data))
            }),
        ),
        method("recv_into", Pos(1, 3, receive_into)),
        method(
            "shutdown",
            One(|vm, this, _| {
                let fd = number(vm, this, FD);
                vm.state.sockets.shut(fd);
                Ok(vm.none())
            }),
        ),
        method("setblocking", One(set_blocking)),
        method(
            "getblocking",
            NoArgs(|vm, this| {
                let b = field(vm, this, TIMEOUT) != ids::small_int(0);
                Ok(vm.new_bool(b))
            }),
        ),
        method("settimeout", One(set_timeout)),
        method("gettimeout", NoArgs(get_timeout)),
        method("setsockopt", Pos(3, 4, |vm, _, _| Ok(vm.none()))),
        method("getsockopt", Pos(2, 3, |vm, _, _| Ok(vm.new_int(0)))),
        method("getsockname", NoArgs(|vm, _| Ok(vm.new_str("")))),
        method("getpeername", NoArgs(|vm, _| Ok(vm.new_str("")))),
        method("bind", One(|vm, _, _| Err(no_network(vm)))),
        method("listen", Pos(0, 1, |vm, _, _| Err(no_network(vm)))),
        method("connect", One(|vm, _, _| Err(no_network(vm)))),
        method("connect_ex", One(|vm, _, _| Err(no_network(vm)))),
        method("_accept", NoArgs(|vm, _| Err(no_network(vm)))),
        member(
            "family",
            |vm, this| {
                let f = field(vm, this, FAMILY);
                Ok(vm.own(f))
            },
            None,
        ),
        member(
            "type",
            |vm, this| {
                let f = field(vm, this, KIND);
                Ok(vm.own(f))
            },
            None,
        ),
        member(
            "proto",
            |vm, this| {
                let f = field(vm, this, PROTO);
                Ok(vm.own(f))
            },
            None,
        ),
        attribute("timeout", get_timeout, None),
    ],
};
static SELECT: NativeTable =
    NativeTable { owner: Owner::Module("select"), defs: &[function("select", Pos(3, 4, select))] };
static SUBPROCESS: NativeTable = NativeTable {
    owner: Owner::Module("_posixsubprocess"),
    defs: &[function("fork_exec", Full(|vm, _, _| Err(vm.os_error(38, "Function not implemented", None))))],
};
pub static TABLES: &[&NativeTable] = &[&MODULE, &SOCKET, &SELECT, &SUBPROCESS];

const CONSTANTS: &[(&str, i64)] = &[
    ("AF_UNSPEC", 0),
    ("AF_UNIX", 1),
    ("AF_INET", 2),
    ("AF_INET6", 10),
    ("SOCK_STREAM", 1),
    ("SOCK_DGRAM", 2),
    ("SOCK_RAW", 3),
    ("SOCK_RDM", 4),
    ("SOCK_SEQPACKET", 5),
    ("SOCK_CLOEXEC", 524_288),
    ("SOCK_NONBLOCK", 2048),
    ("SOL_SOCKET", 1),
    ("SO_REUSEADDR", 2),
    ("SO_TYPE", 3),
    ("SO_ERROR", 4),
    ("SO_BROADCAST", 6),
    ("SO_SNDBUF", 7),
    ("SO_RCVBUF", 8),
    ("SO_KEEPALIVE", 9),
    ("SO_REUSEPORT", 15),
    ("SOMAXCONN", 4096),
    ("MSG_PEEK", 2),
    ("MSG_DONTWAIT", 64),
    ("MSG_WAITALL", 256),
    ("IPPROTO_IP", 0),
    ("IPPROTO_TCP", 6),
    ("IPPROTO_UDP", 17),
    ("IPPROTO_IPV6", 41),
    ("IPV6_V6ONLY", 26),
    ("TCP_NODELAY", 1),
    ("INADDR_ANY", 0),
    ("INADDR_BROADCAST", 0xFFFF_FFFF),
    ("INADDR_LOOPBACK", 0x7F00_0001),
    ("EAI_AGAIN", -3),
    ("EAI_FAIL", -4),
    ("EAI_FAMILY", -6),
    ("EAI_NONAME", -2),
    ("EAI_SERVICE", -8),
    ("EAI_SOCKTYPE", -7),
    ("AI_PASSIVE", 1),
    ("AI_CANONNAME", 2),
    ("AI_NUMERICHOST", 4),
    ("AI_NUMERICSERV", 1024),
    ("AI_ADDRCONFIG", 32),
    ("NI_NUMERICHOST", 1),
    ("NI_NUMERICSERV", 2),
    ("SHUT_RD", 0),
    ("SHUT_WR", 1),
    ("SHUT_RDWR", 2),
];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.put_ints(dict, CONSTANTS);
    vm.put_late_exception(dict, "gaierror", "socket.gaierror", types::OS_ERROR);
    vm.put_late_exception(dict, "herror", "socket.herror", types::OS_ERROR);
    vm.dict_put(dict, "error", Owned::new(types::OS_ERROR));
    vm.dict_put(dict, "timeout", Owned::new(types::TIMEOUT_ERROR));
    vm.dict_put(dict, "SocketType", Owned::new(module_types::SOCKET));
    vm.dict_put(dict, "has_ipv6", Owned::new(ids::FALSE));
}
pub fn fill_select(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.dict_put(dict, "error", Owned::new(types::OS_ERROR));
    vm.put_ints(dict, &[("PIPE_BUF", 4096)]);
}

const FD: usize = 0;
const FAMILY: usize = 1;
const KIND: usize = 2;
const PROTO: usize = 3;
const TIMEOUT: usize = 4;

fn no_network(vm: &mut Vm) -> Unwind {
    vm.os_error(101, "Network is unreachable", None)
}
fn field(vm: &Vm, this: ObjId, index: usize) -> ObjId {
    match vm.payload(this).base() {
        Payload::Record(fields) => fields[index].unwrap_or(ids::NONE),
        _ => ids::NONE,
    }
}
fn number(vm: &Vm, this: ObjId, index: usize) -> i64 {
    vm.as_i64(field(vm, this, index)).unwrap_or(-1)
}
fn set_field(vm: &mut Vm, this: ObjId, index: usize, value: Owned) {
    let value = value.into_id();
    let old = match vm.payload_mut(this).base_mut() {
        Payload::Record(fields) => fields[index].replace(value),
        _ => Some(value),
    };
    vm.decref_opt(old);
}
fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    let fields = [ids::small_int(-1), ids::small_int(2), ids::small_int(1), ids::small_int(0), ids::NONE];
    Ok(vm.new_native_instance(class, Payload::Record(Box::new(fields.map(Some)))))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("socket", args, ["family", "type", "proto", "fileno"], 0, 4)?;
    for (i, default) in [(FAMILY, 2), (KIND, 1), (PROTO, 0)] {
        let value = match bound[i - 1] {
            Some(value) => vm.as_index(value)?,
            None => default,
        };
        let value = vm.new_int(if value == -1 { default } else { value });
        set_field(vm, this, i, value);
    }
    let fd = match bound[3].filter(|&f| f != ids::NONE) {
        Some(fd) => vm.as_index(fd)?,
        None => vm.state.sockets.open(),
    };
    let fd = vm.new_int(fd);
    set_field(vm, this, FD, fd);
    Ok(vm.none())
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let [fd, family, kind, proto] = [FD, FAMILY, KIND, PROTO].map(|i| number(vm, this, i));
    Ok(vm.new_str(&format!("<socket object, fd={fd}, family={family}, type={kind}, proto={proto}>")))
}
fn socketpair(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let family = args.first().map_or(Ok(1), |&f| vm.as_index(f))?;
    let kind = args.get(1).map_or(Ok(1), |&k| vm.as_index(k))?;
    let (a, b) = (vm.state.sockets.open(), vm.state.sockets.open());
    vm.state.sockets.connect(a, b);
    let mut pair = Vec::new();
    for fd in [a, b] {
        let fields = [fd, family, kind, 0].map(|n| Some(vm.new_int(n).into_id()));
        let fields = [fields[0], fields[1], fields[2], fields[3], Some(ids::NONE)];
        pair.push(vm.new_native_instance(module_types::SOCKET, Payload::Record(Box::new(fields))));
    }
    Ok(vm.pack(pair))
}
fn close_number(vm: &mut Vm, fd: i64) -> Res {
    if vm.state.sockets.close(fd) {
        return Ok(vm.none());
    }
    Err(vm.os_error(9, "Bad file descriptor", None))
}
fn detach(vm: &mut Vm, this: ObjId) -> Res {
    let fd = number(vm, this, FD);
    set_field(vm, this, FD, Owned::new(ids::small_int(-1)));
    Ok(vm.new_int(fd))
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    let fd = number(vm, this, FD);
    if fd >= 0 {
        set_field(vm, this, FD, Owned::new(ids::small_int(-1)));
        vm.state.sockets.close(fd);
    }
    Ok(vm.none())
}
fn blocks(vm: &Vm, this: ObjId) -> bool {
    field(vm, this, TIMEOUT) != ids::small_int(0)
}
/// Lets other threads run for a moment.
fn pause(vm: &mut Vm) -> Res<()> {
    vm.poll()?;
    vm.sleep(Duration::from_millis(1))
}
fn would_block(vm: &mut Vm) -> Unwind {
    vm.os_error(11, "Resource temporarily unavailable", None)
}
fn send(vm: &mut Vm, this: ObjId, data: ObjId) -> Res {
    let data = bytes::data(vm, data)?;
    let count = send_some(vm, this, &data)?;
    Ok(vm.new_int(count as i64))
}
fn send_some(vm: &mut Vm, this: ObjId, data: &[u8]) -> Res<usize> {
    let fd = number(vm, this, FD);
    if vm.state.sockets.end(fd).is_none() {
        return Err(vm.os_error(9, "Bad file descriptor", None));
    }
    loop {
        match vm.state.sockets.send(fd, data) {
            None => return Err(vm.os_error(32, "Broken pipe", None)),
            Some(0) if !data.is_empty() && blocks(vm, this) => pause(vm)?,
            Some(0) if !data.is_empty() => return Err(would_block(vm)),
            Some(count) => return Ok(count),
        }
    }
}
fn send_all(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let data = bytes::data(vm, args[0])?;
    let mut sent = 0;
    while sent < data.len() {
        sent += send_some(vm, this, &data[sent..])?;
    }
    Ok(vm.none())
}
fn receive(vm: &mut Vm, this: ObjId, most: ObjId) -> Res<Vec<u8>> {
    let most = match usize::try_from(vm.as_index(most)?) {
        Ok(most) => most,
        Err(_) => return Err(vm.value_error("negative buffersize in recv")),
    };
    let (fd, start) = (number(vm, this, FD), vm.world.monotonic());
    let waits = blocks(vm, this);
    let patience = match vm.as_float(field(vm, this, TIMEOUT)) {
        Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        None => None,
    };
    loop {
        match vm.state.sockets.end(fd) {
            None => return Err(vm.os_error(9, "Bad file descriptor", None)),
            Some(end) if !end.data.is_empty() => {
                let count = most.min(end.data.len());
                return Ok(end.data.drain(..count).collect());
            }
            Some(end) if end.ended => return Ok(Vec::new()),
            Some(_) if !waits => return Err(would_block(vm)),
            Some(_) => pause(vm)?,
        }
        if patience.is_some_and(|p| vm.world.monotonic() - start > p) {
            return Err(vm.raise(types::TIMEOUT_ERROR, "timed out"));
        }
    }
}
fn receive_into(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let room = vm.len(args[0])?;
    let wanted = args.get(1).map_or(Ok(0), |&n| vm.as_index(n))?;
    let most = if wanted > 0 { room.min(wanted as usize) } else { room };
    let most = vm.new_int(most as i64);
    let data = receive(vm, this, most.id())?;
    vm.release(most);
    super::io::store_bytes(vm, args[0], &data)?;
    Ok(vm.new_int(data.len() as i64))
}
fn set_blocking(vm: &mut Vm, this: ObjId, flag: ObjId) -> Res {
    let timeout = if vm.truth(flag)? { ids::NONE } else { ids::small_int(0) };
    set_field(vm, this, TIMEOUT, Owned::new(timeout));
    Ok(vm.none())
}
fn set_timeout(vm: &mut Vm, this: ObjId, timeout: ObjId) -> Res {
    let value = match timeout {
        ids::NONE => vm.none(),
        timeout => match vm.to_float(timeout)? {
            seconds if seconds < 0.0 => return Err(vm.value_error("Timeout value out of range")),
            0.0 => Owned::new(ids::small_int(0)),
            seconds => vm.new_float(seconds),
        },
    };
    set_field(vm, this, TIMEOUT, value);
    Ok(vm.none())
}
fn get_timeout(vm: &mut Vm, this: ObjId) -> Res {
    match field(vm, this, TIMEOUT) {
        ids::NONE => Ok(vm.none()),
        timeout => match vm.as_float(timeout) {
            Some(_) => Ok(vm.own(timeout)),
            None => Ok(vm.new_float(0.0)),
        },
    }
}
fn inet_aton(vm: &mut Vm, _: ObjId, text: ObjId) -> Res {
    let parts: Result<Vec<u8>, _> = vm.str_lossy(text).split('.').map(str::parse).collect();
    match parts {
        Ok(parts) if parts.len() == 4 => Ok(vm.new_bytes(&parts)),
        _ => Err(vm.raise(types::OS_ERROR, "illegal IP address string passed to inet_aton")),
    }
}
fn inet_ntoa(vm: &mut Vm, _: ObjId, packed: ObjId) -> Res {
    match *bytes::data(vm, packed)? {
        [a, b, c, d] => Ok(vm.new_str(&format!("{a}.{b}.{c}.{d}"))),
        _ => Err(vm.raise(types::OS_ERROR, "packed IP wrong length")),
    }
}

/// The numbers of a list of files; each is an int or has a `fileno`.
fn numbers(vm: &mut Vm, list: ObjId) -> Res<Vec<(ObjId, i64)>> {
    let items = vm.collect(list)?;
    let mut out = Vec::new();
    let mut failed = None;
    for &item in &items {
        let fd = if vm.is_int(item) {
            vm.as_index(item)
        } else {
            vm.call_named(item, "fileno", &[]).and_then(|fd| {
                let number = vm.as_index(fd.id());
                vm.release(fd);
                number
            })
        };
        match fd {
            Ok(fd) if fd < 0 => {
                failed = Some(vm.value_error(format!("file descriptor cannot be a negative integer ({fd})")));
                break;
            }
            Ok(fd) => out.push((item, fd)),
            Err(e) => {
                failed = Some(e);
                break;
            }
        }
    }
    // The caller's list holds them.
    vm.decref_all(items);
    failed.map_or(Ok(out), Err)
}
/// Files are always ready, sockets to be written to as well.
fn select(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (read, write) = (numbers(vm, args[0])?, numbers(vm, args[1])?);
    numbers(vm, args[2])?;
    let patience = match args.get(3).copied().filter(|&t| t != ids::NONE) {
        Some(timeout) => match vm.to_float(timeout)? {
            seconds if seconds < 0.0 => return Err(vm.value_error("timeout must be non-negative")),
            seconds => Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)),
        },
        None => None,
    };
    let start = vm.world.monotonic();
    loop {
        let ready: Vec<ObjId> = read
            .iter()
            .filter(|&&(_, fd)| fd < FIRST_NUMBER || vm.state.sockets.is_readable(fd))
            .map(|&(object, _)| object)
            .collect();
        let spent = vm.world.monotonic().saturating_sub(start);
        let left = patience.map(|p| p.saturating_sub(spent));
        if !ready.is_empty() || !write.is_empty() || left == Some(Duration::ZERO) {
            let write: Vec<ObjId> = write.iter().map(|&(object, _)| object).collect();
            let lists = [ready, write, Vec::new()].map(|items| {
                items.iter().for_each(|&i| vm.incref(i));
                vm.new_list(items)
            });
            return Ok(vm.pack(lists.into()));
        }
        vm.poll()?;
        // Alone, nobody else can make anything ready; other threads may at any moment.
        let alone = vm.thread_count() == 0;
        let most = Duration::from_millis(if alone { 50 } else { 1 });
        vm.sleep(left.map_or(most, |left| left.min(most)))?;
    }
}
