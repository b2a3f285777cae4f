import CLibCurl
import Dispatch
package import Foundation
import Records
import Support

/// A request to another server, with a timeout and a size limit, to exactly the given address.
package struct HTTPCall: Sendable {
  private static let secondsToConnect = 5

  private let address: String
  /// Timeout in seconds for the whole call.
  private let seconds: Int
  package var form: [(name: String, value: String)]?
  package var headers: [String] = []
  /// The maximum size of the answer, in bytes.
  package var sizeLimit = 1 << 20
  /// Names of the headers that the answer is to contain.
  package var wantedHeaders: [String] = []

  package init(address: String, seconds: Int) { (self.address, self.seconds) = (address, seconds) }

  package struct Answer: Sendable {
    package let status: Int
    package let body: Data
    /// The wanted ones that the server sent.
    package let headers: [String: String]
  }

  /// The server does not answer, or its answer is too large.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  /// Waits for the answer, on a thread that does not serve requests.
  /// - Throws: `Failure`.
  package func answer() async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      Self.queue.async { continuation.resume(with: Result { try perform() }) }
    }
  }

  private static let queue = DispatchQueue(label: "tallybook.http-client", attributes: .concurrent)
  private static let library: Void = { _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()

  private func perform() throws -> Answer {
    _ = Self.library
    guard let curl = curl_easy_init() else { throw Failure(description: "libcurl could not be initialized.") }
    defer { curl_easy_cleanup(curl) }
    var list: UnsafeMutablePointer<curl_slist>?
    for header in headers + ["Accept: application/json"] { list = curl_slist_append(list, header) }
    defer { curl_slist_free_all(list) }
    let received = Received(limit: sizeLimit)
    set(curl, received)
    tallybook_set_pointer(curl, CURLOPT_HTTPHEADER, list)
    if let form {
      tallybook_set_text(curl, CURLOPT_COPYPOSTFIELDS, FormText.text(form))
    }
    let code = withExtendedLifetime(received) { curl_easy_perform(curl) }
    guard code == CURLE_OK else {
      let reason =
        received.isTooMuch
        ? "the answer is larger than \(sizeLimit >> 20) MiB" : String(cString: curl_easy_strerror(code))
      throw Failure(description: "\(address): \(reason).")
    }
    let pairs = wantedHeaders.compactMap { name in Self.header(name, curl).map { (name, $0) } }
    return Answer(
      status: tallybook_response_code(curl), body: received.data, headers: Dictionary(pairs, uniquingKeysWith: { $1 }))
  }

  /// Does not follow redirects, so that a secret reaches no other server.
  private func set(_ curl: UnsafeMutableRawPointer, _ received: Received) {
    tallybook_set_text(curl, CURLOPT_URL, address)
    tallybook_set_text(curl, CURLOPT_PROTOCOLS_STR, address.startsWithBytes(of: "https:") ? "https" : "http")
    tallybook_set_text(curl, CURLOPT_USERAGENT, "tallybook")
    tallybook_set_number(curl, CURLOPT_FOLLOWLOCATION, 0)
    // A request to this machine does not leave it, whatever proxy the environment names.
    if Self.isLoopback(address) { tallybook_set_text(curl, CURLOPT_NOPROXY, "*") }
    tallybook_set_number(curl, CURLOPT_NOSIGNAL, 1)
    tallybook_set_number(curl, CURLOPT_CONNECTTIMEOUT, Self.secondsToConnect)
    tallybook_set_number(curl, CURLOPT_TIMEOUT, seconds)
    let writer: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      bytes, size, count, data in
      guard let bytes, let data else { return 0 }
      return Unmanaged<Received>.fromOpaque(data).takeUnretainedValue().append(bytes, size * count)
    }
    tallybook_set_writer(curl, writer, Unmanaged.passUnretained(received).toOpaque())
  }

  /// A header of the last answer.
  private static func header(_ name: String, _ curl: UnsafeMutableRawPointer) -> String? {
    var found: UnsafeMutablePointer<curl_header>?
    guard curl_easy_header(curl, name, 0, UInt32(CURLH_HEADER), -1, &found) == CURLHE_OK else { return nil }
    return found?.pointee.value.map { String(cString: $0) }
  }

  private final class Received {
    private(set) var data = Data()
    private(set) var isTooMuch = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// - Returns: fewer than `count` to abort the transfer.
    func append(_ bytes: UnsafePointer<CChar>, _ count: Int) -> Int {
      isTooMuch = data.count + count > limit
      if isTooMuch { return 0 }
      data.append(UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
      return count
    }
  }
}

extension HTTPCall {
  /// Whether secrets may be sent to an address: over HTTPS, or to this machine.
  package static func isSafe(_ address: String) -> Bool {
    guard let parts = URLComponents(string: address), parts.host?.isEmpty == false else { return false }
    return parts.scheme == "https" || parts.scheme == "http" && isLoopback(address)
  }

  package static func isLoopback(_ address: String) -> Bool {
    let host = URLComponents(string: address)?.host ?? ""
    return ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.asciiLowercased)
  }
}

/// URL-encoded names and values, as in a form or a query.
package enum FormText {
  package static func text(_ fields: [(name: String, value: String)]) -> String {
    fields.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }.joined(separator: "&")
  }
}
