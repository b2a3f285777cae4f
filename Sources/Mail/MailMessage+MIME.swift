import Foundation

// The wire format of a message (RFC 5322, RFC 2045–2047, RFC 3834).

extension MailMessage {
  /// The complete message, with CRLF line endings and only ASCII in addresses.
  package var wireText: String {
    let boundary = "=_tallybook_\(id)"
    let domain = from.address.split(separator: "@").last.map(String.init) ?? "localhost"
    let headers = [
      "From: \(from.header)", "To: \(to.header)", "Subject: \(HeaderWords.encoded(subject))",
      "Date: \(MailDate.text(date))", "Message-ID: <\(id)@\(domain)>", "MIME-Version: 1.0",
      "Auto-Submitted: auto-generated", "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
    ]
    let parts = [Self.part("text/plain", text, boundary), Self.part("text/html", html, boundary)]
    return headers.joined(separator: "\r\n") + "\r\n\r\n" + parts.joined() + "--\(boundary)--\r\n"
  }

  /// Base64 transmits any text over any server, with lines of any length.
  private static func part(_ type: String, _ body: String, _ boundary: String) -> String {
    let lines = body.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
    let encoded = Data(lines.utf8).base64EncodedString(options: [.lineLength76Characters])
    return "--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
      + encoded + "\r\n"
  }
}

extension MailAddress {
  /// `"Ada Lovelace" <ada@example.com>`; a name with non-ASCII characters as encoded words.
  var header: String {
    if name.isEmpty { return address }
    let clean = HeaderWords.onOneLine(name)
    guard clean.utf8.allSatisfy({ $0 < 0x7F }), clean.utf8.count <= 60 else {
      return HeaderWords.encodedWords(clean) + "\r\n <\(address)>"
    }
    return "\"" + clean.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\" <\(address)>"
  }
}

/// Text in headers (RFC 2047).
enum HeaderWords {
  /// Maximum bytes in one encoded word, so that it has at most 75 characters.
  private static let bytesAWord = 45

  static func encoded(_ text: String) -> String {
    let clean = onOneLine(text)
    let isPlain = clean.utf8.allSatisfy { $0 < 0x7F } && clean.utf8.count <= 65 && !clean.contains("=?")
    return isPlain ? clean : encodedWords(clean)
  }

  /// A line break would end the header and allow injecting another, so control characters become spaces.
  static func onOneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  static func encodedWords(_ text: String) -> String {
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      if word.utf8.count + String(scalar).utf8.count > bytesAWord { words.append(word); word = "" }
      word.unicodeScalars.append(scalar)
    }
    if !word.isEmpty { words.append(word) }
    return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }
}

/// The date of a message (RFC 5322, 3.3), in UTC.
enum MailDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Sun, 15 Mar 2026 12:00:00 +0000`.
  static func text(_ seconds: Int) -> String {
    var moment = time_t(seconds)
    var parts = tm()
    gmtime_r(&moment, &parts)
    let day = "\(days[Int(parts.tm_wday)]), \(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(Int(parts.tm_year) + 1900)"
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { ($0 < 10 ? "0" : "") + String($0) }
    return day + " " + clock.joined(separator: ":") + " +0000"
  }
}
