import Records

/// An email to one recipient, as text and as HTML.
package struct MailMessage: Sendable {
  package var from: MailAddress
  package var to: MailAddress
  package var subject: String
  package var text: String
  package var html: String
  /// Seconds UTC.
  package var date: Int
  /// Makes its Message-ID unique: letters and digits. Resending a message keeps its id.
  package var id: String

  package init(
    from: MailAddress, to: MailAddress, subject: String, text: String, html: String, date: Int, id: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.date = date
    self.id = id
  }
}

/// An email address with an optional display name.
package struct MailAddress: Sendable, Equatable {
  package let name: String
  package let address: String

  /// - Returns: nil if it is not a valid email address.
  package init?(name: String = "", _ address: String) {
    guard let address = EmailAddress.normalized(address) else { return nil }
    self.name = name
    self.address = address
  }

  /// Reads `ada@example.com` or `Ada Lovelace <ada@example.com>`.
  package init?(parsing text: String) {
    guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else {
      self.init(text)
      return
    }
    let name = text[..<open].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let address = text[text.index(after: open)..<text.index(before: text.endIndex)]
    self.init(name: name.trimmingQuotes, String(address))
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
  }
}

/// Sends messages.
package protocol Mailer: Sendable {
  /// Returns once the next server has accepted the message, or it is in the folder.
  /// - Throws: `MailFailure`.
  func send(_ message: MailMessage) async throws
}

/// Why a message was not sent.
package struct MailFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whether a retry may succeed: the server is down or slow, or the administrator can fix the configuration. Otherwise
  /// this message will never be accepted, for example because the address does not exist.
  package let isTemporary: Bool
  /// For the log and for `tallybook check`. Contains no address.
  package let description: String

  package init(isTemporary: Bool, _ description: String) {
    self.isTemporary = isTemporary
    self.description = description
  }
}
