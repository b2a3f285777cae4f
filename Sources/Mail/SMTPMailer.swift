import CLibCurl
import Dispatch

/// Sends through an SMTP server, with libcurl (RFC 5321; STARTTLS by RFC 3207, AUTH by RFC 4954).
struct SMTPMailer: Mailer {
  let server: SMTPServer

  /// Timeout of the connection, in seconds.
  private static let connectTimeout = 15
  /// Waiting for a server must not block a thread that serves requests.
  private static let queue = DispatchQueue(label: "tallybook.mail", attributes: .concurrent)
  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  func send(_ message: MailMessage) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      Self.queue.async { continuation.resume(with: Result { try deliver(message) }) }
    }
  }

  private func deliver(_ message: MailMessage) throws {
    guard Self.isReady, let curl = curl_easy_init() else {
      throw MailFailure(isTemporary: true, "libcurl could not be initialized.")
    }
    defer { curl_easy_cleanup(curl) }
    let recipients = curl_slist_append(nil, "<\(message.to.address)>")
    defer { curl_slist_free_all(recipients) }
    let letter = Letter(Array(message.wireText.utf8))
    var words = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = words.withUnsafeMutableBufferPointer { words in
      withExtendedLifetime(letter) {
        set(curl, message, recipients)
        tallybook_set_pointer(curl, CURLOPT_ERRORBUFFER, words.baseAddress)
        tallybook_set_reader(
          curl,
          { buffer, size, count, data in
            guard let buffer, let data else { return 0 }
            return Unmanaged<Letter>.fromOpaque(data).takeUnretainedValue().read(into: buffer, size * count)
          }, Unmanaged.passUnretained(letter).toOpaque())
        return curl_easy_perform(curl)
      }
    }
    guard code == CURLE_OK else {
      throw failure(code, tallybook_response_code(curl), words)
    }
  }

  private func set(
    _ curl: UnsafeMutableRawPointer, _ message: MailMessage, _ recipients: UnsafeMutablePointer<curl_slist>?
  ) {
    let scheme = server.security == .implicit ? "smtps" : "smtp"
    tallybook_set_text(curl, CURLOPT_URL, "\(scheme)://\(server.host):\(server.port)")
    tallybook_set_text(curl, CURLOPT_MAIL_FROM, "<\(message.from.address)>")
    tallybook_set_pointer(curl, CURLOPT_MAIL_RCPT, recipients)
    tallybook_set_number(curl, CURLOPT_UPLOAD, 1)
    tallybook_set_number(curl, CURLOPT_NOSIGNAL, 1)
    tallybook_set_number(curl, CURLOPT_CONNECTTIMEOUT, min(Self.connectTimeout, server.timeout))
    tallybook_set_number(curl, CURLOPT_TIMEOUT, server.timeout)
    if server.security != .none { tallybook_set_number(curl, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    if let user = server.user { tallybook_set_text(curl, CURLOPT_USERNAME, user) }
    if let password = server.password, server.user != nil { tallybook_set_text(curl, CURLOPT_PASSWORD, password) }
    if let file = server.authorities { tallybook_set_text(curl, CURLOPT_CAINFO, file) }
  }

  /// A 5xx answer to a recipient or to the message is permanent. All other errors can go away: servers come back, and
  /// administrators can correct a wrong password or certificate.
  private func failure(_ code: CURLcode, _ answer: Int, _ words: [CChar]) -> MailFailure {
    let detail = String(decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    let isOurs = [CURLE_LOGIN_DENIED, CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE]
      .contains(code)
    return MailFailure(
      isTemporary: isOurs || !(500..<600).contains(answer), "The mail server \(server.host):\(server.port): \(text)")
  }
}

/// The bytes of a message, read by libcurl.
private final class Letter {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
    let count = min(room, bytes.count - place)
    for index in 0..<count { buffer[index] = CChar(bitPattern: bytes[place + index]) }
    place += count
    return count
  }
}
