import Foundation

/// A network address in the form that rate limits use: an IPv6 address as its /64, which belongs to one household or
/// machine; an IPv4-mapped IPv6 address as IPv4.
package struct NetworkAddress: Sendable, Hashable {
  package let text: String

  /// - Parameter written: as given by a connection or a proxy. A text that is not an address stays unchanged.
  package init(_ written: String) {
    let bare = String(decoding: written.utf8.prefix { $0 != UInt8(ascii: "%") }, as: UTF8.self)
    text = Self.four(bare) ?? Self.six(bare) ?? written
  }

  private static func four(_ text: String) -> String? {
    var address = in_addr()
    guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: &address) { dotted($0.map { $0 }) }
  }

  private static func six(_ text: String) -> String? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: &address) { $0.map { $0 } }
    if bytes[0..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return dotted(Array(bytes[12...]))
    }
    let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
    return groups.joined(separator: ":") + "::/64"
  }

  private static func dotted(_ bytes: [UInt8]) -> String { bytes.map(String.init).joined(separator: ".") }
}
