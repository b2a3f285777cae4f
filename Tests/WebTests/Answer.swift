import Foundation
import FoundationNetworking
import ReferenceModel
import Testing

/// A response of the server.
struct Answer: Sendable {
  let status: Int
  /// By lower-cased name.
  let headers: [String: String]
  let data: Data

  init(_ data: Data, _ response: HTTPURLResponse) {
    let fields = response.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
    self.init(status: response.statusCode, headers: Dictionary(fields) { $1 }, data: data)
  }

  init(status: Int, headers: [String: String], data: Data) {
    self.status = status
    self.headers = headers
    self.data = data
  }

  var text: String { String(decoding: data, as: UTF8.self) }
  var location: String? { headers["location"] }

  func json() throws -> ExactJSON { try ExactJSON(parsing: text) }

  /// The value of a hidden field of a form.
  func hidden(_ name: String) -> String? {
    text.firstMatch(of: try! Regex("name=\"\(name)\" value=\"([^\"]*)\"", as: (Substring, Substring).self))
      .map { Self.unescaped(String($0.1)) }
  }

  /// The cookie that is set, with its attributes in lower case.
  var setCookie: (name: String, value: String, attributes: Set<String>)? {
    guard let header = headers["set-cookie"] else { return nil }
    let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
    let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (pair[0], pair.count > 1 ? pair[1] : "", Set(parts.dropFirst().map { $0.lowercased() }))
  }

  private static func unescaped(_ text: String) -> String {
    [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  func expectSecurity(_ request: String) {
    let isAway = status == 503 && headers["retry-after"] != nil
    #expect(status < 500 || isAway, "\(request): \(status) \(text.prefix(300))")
    #expect(headers["content-security-policy"]?.contains("default-src 'self'") == true, "\(request): \(status)")
    #expect(headers["content-security-policy"]?.contains("unsafe") == false)
    #expect(headers["x-content-type-options"] == "nosniff", "\(request): \(status)")
    #expect(headers["x-frame-options"] == "DENY", "\(request): \(status)")
    #expect(headers["referrer-policy"] == "same-origin", "\(request): \(status)")
    #expect(headers["cache-control"] != nil, "\(request): \(status)")
  }

  /// A problem by RFC 9457, of this type.
  func expectProblem(_ status: Int, _ kind: String, _ request: Comment? = nil) {
    #expect(self.status == status, request)
    #expect(headers["content-type"] == "application/problem+json", request)
    let problem = try? json()
    #expect(problem?["type"]?.compareForm == "\"urn:tallybook:problem:\(kind)\"", request)
    #expect(problem?["status"]?.compareForm == "\(status)", request)
    #expect(problem?["title"] != nil && problem?["detail"] != nil, request)
  }
}
