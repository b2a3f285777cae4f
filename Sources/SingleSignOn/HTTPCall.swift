import CLibCurl
import Dispatch
import Foundation
import Records
import Support

/// A request to the provider, with a timeout and a size limit, to exactly the given address.
struct HTTPCall: Sendable {
  private static let secondsToConnect = 5
  private static let sizeLimit = 1 << 20

  let address: String
  /// Timeout in seconds for the whole call.
  let seconds: Int
  var form: [(name: String, value: String)]?
  var headers: [String] = []

  struct Answer: Sendable {
    let status: Int
    let body: Data

    /// - Throws: `SingleSignOnError.unreachable` if it is not a JSON object.
    func object(_ what: String) throws -> [String: Any] {
      guard let value = try? JSONSerialization.jsonObject(with: body), let object = value as? [String: Any] else {
        throw SingleSignOnError.unreachable("\(what) is not a JSON object (HTTP status \(status)).")
      }
      return object
    }
  }

  /// Waits for the answer, on a thread that does not serve requests.
  /// - Throws: `SingleSignOnError.unreachable`.
  func answer() async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      Self.queue.async { continuation.resume(with: Result { try perform() }) }
    }
  }

  private static let queue = DispatchQueue(label: "tallybook.single-sign-on", attributes: .concurrent)
  private static let library: Void = { _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()

  private func perform() throws -> Answer {
    _ = Self.library
    guard let curl = curl_easy_init() else { throw SingleSignOnError.unreachable("libcurl could not be initialized.") }
    defer { curl_easy_cleanup(curl) }
    var list: UnsafeMutablePointer<curl_slist>?
    for header in headers + ["Accept: application/json"] { list = curl_slist_append(list, header) }
    defer { curl_slist_free_all(list) }
    let received = Received(limit: Self.sizeLimit)
    set(curl, received)
    tallybook_set_pointer(curl, CURLOPT_HTTPHEADER, list)
    if let form {
      tallybook_set_text(curl, CURLOPT_COPYPOSTFIELDS, FormText.text(form))
    }
    let code = withExtendedLifetime(received) { curl_easy_perform(curl) }
    guard code == CURLE_OK else {
      let reason = received.isTooMuch ? "the answer is larger than 1 MiB" : String(cString: curl_easy_strerror(code))
      throw SingleSignOnError.unreachable("\(address): \(reason).")
    }
    return Answer(status: tallybook_response_code(curl), body: received.data)
  }

  /// Does not follow redirects: every URL is one that the provider published itself.
  private func set(_ curl: UnsafeMutableRawPointer, _ received: Received) {
    tallybook_set_text(curl, CURLOPT_URL, address)
    tallybook_set_text(curl, CURLOPT_PROTOCOLS_STR, address.startsWithBytes(of: "https:") ? "https" : "http")
    tallybook_set_text(curl, CURLOPT_USERAGENT, "tallybook")
    tallybook_set_number(curl, CURLOPT_FOLLOWLOCATION, 0)
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

/// URL-encoded names and values, as in a form or a query.
enum FormText {
  static func text(_ fields: [(name: String, value: String)]) -> String {
    fields.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }.joined(separator: "&")
  }
}
