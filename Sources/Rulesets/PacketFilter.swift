/// Rulesets of the kernel's packet filters, as the kernel reports them.
public enum PacketFilter: String, Sendable {
    case iptables, ip6tables, nftables
}
