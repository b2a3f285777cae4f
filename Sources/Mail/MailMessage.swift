import Records

/// A message to one person, as text and as HTML.
package struct MailMessage: Sendable {
  package var from: MailAddress
  package var to: MailAddress
  package var subject: String
  package var text: String
  package var html: String
  /// Seconds UTC.
  package var date: Int
  /// What makes its Message-ID unique: letters and digits. The same id again is the same message, sent once more.
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

/// Somebody's address, with the name that stands before it.
package struct MailAddress: Sendable, Equatable {
  package let name: String
  package let address: String

  /// - Returns: nil if it is not an address that mail can be sent to.
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
  /// Returns once the message is in the hands of the next server, or in the folder.
  /// - Throws: `MailFailure`.
  func send(_ message: MailMessage) async throws
}

/// Why a message was not sent.
package struct MailFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whether another try may succeed: the server is down or slow, or whoever runs it can mend what is wrong. Else this
  /// message will never be taken, for instance since there is no such address.
  package let isTemporary: Bool
  /// For the log and for `tallybook check`. Holds no address.
  package let description: String

  package init(isTemporary: Bool, _ description: String) {
    self.isTemporary = isTemporary
    self.description = description
  }
}
