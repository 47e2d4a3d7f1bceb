/* Writes the addresses of packet, netlink and vsock sockets as C has them in memory: a line of hex each. */
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void show(const void *address, size_t length)
{
	const unsigned char *bytes = address;
	for (size_t i = 0; i < length; i++)
		printf("%02x", bytes[i]);
	printf("\n");
}

int main(void)
{
	struct sockaddr_ll packet;
	memset(&packet, 0, sizeof packet);
	packet.sll_family = AF_PACKET;
	packet.sll_protocol = htons(0x88b5);
	packet.sll_ifindex = 0x01020304;
	packet.sll_hatype = 772;
	packet.sll_pkttype = PACKET_OTHERHOST;
	packet.sll_halen = 6;
	memcpy(packet.sll_addr, "\x02\x42\xac\x11\x00\xff", 6);
	show(&packet, sizeof packet);

	struct sockaddr_nl netlink;
	memset(&netlink, 0, sizeof netlink);
	netlink.nl_family = AF_NETLINK;
	netlink.nl_pid = 0xfedcba98;
	netlink.nl_groups = 0x80000001;
	show(&netlink, sizeof netlink);

	struct sockaddr_vm vsock;
	memset(&vsock, 0, sizeof vsock);
	vsock.svm_family = AF_VSOCK;
	vsock.svm_port = VMADDR_PORT_ANY - 1;
	vsock.svm_cid = VMADDR_CID_LOCAL;
	show(&vsock, sizeof vsock);
	return 0;
}
