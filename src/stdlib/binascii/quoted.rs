//! Quoted-printable: text with few bytes that need to be written in hex.

const LONGEST_LINE: usize = 76;

pub fn decode(data: &[u8], header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while let Some(&c) = data.get(at) {
        at += 1;
        if header && c == b'_' {
            out.push(b' ');
            continue;
        }
        if c != b'=' {
            out.push(c);
            continue;
        }
        let hex = |i: usize| data.get(i).and_then(|&c| (c as char).to_digit(16)).map(|d| d as u8);
        match data.get(at) {
            None => break,
            Some(b'\n' | b'\r') => {
                // A soft break: everything up to the end of the line is dropped.
                let end = data[at..].iter().position(|&c| c == b'\n');
                at = end.map_or(data.len(), |n| at + n + 1);
            }
            Some(b'=') => {
                out.push(b'=');
                at += 1;
            }
            Some(_) => match (hex(at), hex(at + 1)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'='),
            },
        }
    }
    out
}

/// How [`encode`] treats what there is a choice about.
pub struct Rules {
    /// Spaces and tabs are quoted, too.
    pub quote_tabs: bool,
    /// Line ends stay line ends.
    pub is_text: bool,
    /// A space is an underscore, as in headers of mail.
    pub header: bool,
}

pub fn encode(data: &[u8], rules: &Rules) -> Vec<u8> {
    let first_end = data.iter().position(|&c| c == b'\n');
    let line_end: &[u8] = match first_end {
        Some(i) if i > 0 && data[i - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    };
    let mut out = Vec::with_capacity(data.len());
    let (mut at, mut width) = (0, 0);
    let soft_break = |out: &mut Vec<u8>| {
        out.push(b'=');
        out.extend_from_slice(line_end);
    };
    while let Some(&c) = data.get(at) {
        if is_quoted(data, at, width, rules) {
            if width + 3 >= LONGEST_LINE {
                soft_break(&mut out);
                width = 0;
            }
            quote(&mut out, c);
            width += 3;
            at += 1;
            continue;
        }
        let next = data.get(at + 1).copied();
        if rules.is_text && (c == b'\n' || (c == b'\r' && next == Some(b'\n'))) {
            width = 0;
            // White space at the end of a line would be lost.
            if let Some(space @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                quote(&mut out, space);
            }
            out.extend_from_slice(line_end);
            at += if c == b'\r' { 2 } else { 1 };
            continue;
        }
        if next.is_some_and(|n| n != b'\n') && width + 1 >= LONGEST_LINE {
            soft_break(&mut out);
            width = 0;
        }
        width += 1;
        out.push(if rules.header && c == b' ' { b'_' } else { c });
        at += 1;
    }
    out
}
fn quote(out: &mut Vec<u8>, c: u8) {
    out.extend_from_slice(format!("={c:02X}").as_bytes());
}
/// Must the byte be written in hex?
fn is_quoted(data: &[u8], at: usize, width: usize, rules: &Rules) -> bool {
    let (c, next) = (data[at], data.get(at + 1).copied());
    match c {
        127.. | b'=' => true,
        b'_' => rules.header,
        b'.' => width == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' => !rules.is_text,
        b'\t' | b' ' => next.is_none() || rules.quote_tabs,
        0..33 => true,
        _ => false,
    }
}
