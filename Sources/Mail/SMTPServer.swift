package import Foundation

/// The mail server and how to connect to it.
package struct SMTPServer: Sendable, Equatable {
  package enum Security: String, Sendable {
    /// TLS from the first byte (`smtps:`).
    case implicit
    /// STARTTLS; nothing is sent without it.
    case required
    /// No encryption: for a server on this machine.
    case none
  }

  package var host: String
  package var port: Int
  package var security: Security
  package var user: String?
  package var password: String?
  /// Timeout in seconds for sending one message.
  package var timeout = 60
  /// A file of CA certificates to trust instead of the system's.
  package var authorities: String?
}

/// How messages are sent, from the setting `mail`.
package enum MailRoute: Sendable, Equatable {
  case smtp(SMTPServer)
  case folder(URL)

  /// An invalid setting and the reason.
  package struct BadSetting: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads `smtp://user@host:587`, `smtps://…`, with `?tls=none&timeout=20&ca=FILE`, or `folder:PATH`.
  /// - Parameter password: separate, since settings are visible in process lists.
  /// - Throws: `BadSetting`.
  package init(_ text: String, password: String?) throws {
    if text.hasPrefix("folder:") {
      let path = text.dropFirst("folder:".count)
      guard !path.isEmpty else { throw BadSetting(description: "folder: needs a path, such as folder:/tmp/mail.") }
      self = .folder(URL(filePath: String(path), directoryHint: .isDirectory))
      return
    }
    guard let parts = URLComponents(string: text), let scheme = parts.scheme, ["smtp", "smtps"].contains(scheme),
      let host = parts.host, !host.isEmpty, parts.path.isEmpty || parts.path == "/"
    else { throw BadSetting(description: "must be smtp://[USER@]HOST[:PORT], smtps://… or folder:PATH.") }
    guard parts.password == nil else {
      throw BadSetting(description: "contains a password; set TALLYBOOK_MAIL_PASSWORD_FILE instead.")
    }
    self = .smtp(try Self.server(scheme, host, parts, password))
  }

  private static func server(
    _ scheme: String, _ host: String, _ parts: URLComponents, _ password: String?
  ) throws -> SMTPServer {
    var server = SMTPServer(host: host, port: 0, security: scheme == "smtps" ? .implicit : .required)
    server.user = parts.user
    server.password = password
    for item in parts.queryItems ?? [] {
      switch (item.name, item.value ?? "") {
      case ("tls", "none") where scheme == "smtp": server.security = .none
      case ("tls", "required"): break
      case ("timeout", let value):
        guard let seconds = Int(value), (1...600).contains(seconds) else {
          throw BadSetting(description: "has a timeout outside 1 to 600 seconds.")
        }
        server.timeout = seconds
      case ("ca", let path): server.authorities = path
      default: throw BadSetting(description: "has an unknown parameter: \(item.name)=\(item.value ?? "").")
      }
    }
    server.port = parts.port ?? (server.security == .implicit ? 465 : server.security == .required ? 587 : 25)
    guard server.user == nil || password != nil else {
      throw BadSetting(description: "has a user but no password; set TALLYBOOK_MAIL_PASSWORD_FILE.")
    }
    guard server.security != .none || server.user == nil || isThisMachine(host) else {
      throw BadSetting(description: "would send the password unencrypted; remove tls=none.")
    }
    return server
  }

  private static func isThisMachine(_ host: String) -> Bool {
    host == "localhost" || host.hasPrefix("127.") || host == "[::1]" || host == "::1"
  }

  package var mailer: any Mailer {
    switch self {
    case .smtp(let server): SMTPMailer(server: server)
    case .folder(let folder): FolderMailer(folder: folder)
    }
  }
}
