import Foundation

/// Addresses of Moodle's database: what both engines refuse, and those of MariaDB and MySQL.
package enum DatabaseAddress {
  /// Whether there is a password in the address, before the host or as a parameter.
  package static func hasPassword(_ address: String) -> Bool {
    if (address.removingPercentEncoding ?? address).lowercased().contains("password=") { return true }
    let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return [rest.prefix { $0 != "/" }, rest.prefix { $0 != "?" }].contains { text in
      text.lastIndex(of: "@").map { text[..<$0].contains(":") } ?? false
    }
  }

  /// The address for messages: without what could be a password.
  package static func shortened(_ address: String) -> String { "\(address.prefix { $0.isLetter })…" }

  /// `mysql://user@host:port/database`, and `?ssl-ca=FILE` for TLS, `?ssl=off` without, `?socket=FILE` for a local one.
  struct MariaDB {
    let host: String?
    let user: String?
    let port: UInt32
    let database: String
    /// The file with the certificates of authorities; nil: no TLS.
    let certificates: String?
    let socket: String?

    /// - Throws: `MoodleError`, which never has the address in it.
    init(_ address: String) throws(MoodleError) {
      guard let parts = URLComponents(string: address), let port = UInt16(exactly: parts.port ?? 3_306) else {
        throw MoodleError("The address of Moodle's database is not valid; use mysql://USER@HOST:PORT/DATABASE.")
      }
      let parameters = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
      if let unknown = parameters.keys.sorted().first(where: { !["ssl", "ssl-ca", "socket"].contains($0) }) {
        throw MoodleError(
          "The address of Moodle's database has an unknown parameter, \(unknown); there are ssl-ca, ssl and socket.")
      }
      host = parts.host.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "[]")) }
      user = parts.user
      self.port = UInt32(port)
      database = String(parts.path.dropFirst())
      certificates = parameters["ssl-ca"]
      socket = parameters["socket"]
      try checkEncryption(parameters["ssl"])
    }

    private func checkEncryption(_ ssl: String?) throws(MoodleError) {
      guard ssl == nil || ssl == "off" && certificates == nil else {
        throw MoodleError("The address of Moodle's database has either ssl-ca=FILE, for TLS, or ssl=off.")
      }
      if certificates == "" { throw MoodleError("The address of Moodle's database has no file after ssl-ca=.") }
      let isLocal = socket != nil || ["", "localhost", "127.0.0.1", "::1"].contains(host ?? "")
      if isLocal || ssl != nil || certificates != nil { return }
      throw MoodleError(
        "\(host ?? "") is not this computer, so its connection needs TLS: add ?ssl-ca=FILE, the certificates of its "
          + "authority, to the address, or ?ssl=off for a network that you trust.")
    }
  }
}
