"""Addresses and networks, as numbers and as text."""
# Not watched: the library collects garbage while it is imported.
import ipaddress

net = ipaddress.ip_network("192.168.4.0/29")
print(net.num_addresses, net.netmask, list(net.hosts())[:2], net.broadcast_address)
print(ipaddress.ip_address("192.168.4.6") in net, [str(n) for n in net.subnets(new_prefix=30)])
six = ipaddress.ip_address("2001:db8::1")
print(six.exploded, int(six) % 1000, six.is_private, six.reverse_pointer[:9])
print(*ipaddress.summarize_address_range(ipaddress.ip_address("10.0.0.0"), ipaddress.ip_address("10.0.0.5")))
for bad in ("300.1.1.1", "1.2.3", "192.168.4.1/29"):
    try:
        ipaddress.ip_network(bad)
    except ValueError as error:
        print(error)
