import Foundation
import FoundationNetworking
import Synchronization
import Testing

/// A client that sends HTTP requests with cookies or a token. Every response must have the security headers and must
/// not be an internal error.
final class Browser: Sendable {
  let port: Int
  private let token: String?
  private let cookies = Mutex<[String: String]>([:])
  private static let session = URLSession(
    configuration: {
      let configuration = URLSessionConfiguration.ephemeral
      configuration.httpShouldSetCookies = false
      configuration.httpCookieAcceptPolicy = .never
      // All suites share two cores: a response that takes minutes while the others compute is late, not wrong.
      configuration.timeoutIntervalForRequest = 600
      return configuration
    }(), delegate: NoRedirects(), delegateQueue: nil)

  init(port: Int, token: String? = nil) {
    self.port = port
    self.token = token
  }

  func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }
  func setCookie(_ name: String, _ value: String?) { cookies.withLock { $0[name] = value } }

  /// - Parameter path: percent-encoded, as it is sent.
  func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    try await ask("GET", path, headers: headers)
  }

  func post(_ path: String, _ body: String, type: String) async throws -> Answer {
    try await ask("POST", path, headers: ["Content-Type": type], body: Data(body.utf8))
  }

  /// Sends a form.
  func submit(_ path: String, _ fields: [String: String]) async throws -> Answer {
    let body = fields.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
    return try await post(path, body, type: "application/x-www-form-urlencoded")
  }

  func ask(_ method: String, _ path: String, headers: [String: String] = [:], body: Data? = nil) async throws -> Answer
  {
    var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
    request.httpMethod = method
    request.httpBody = body
    headers.forEach { request.setValue($1, forHTTPHeaderField: $0) }
    if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    let cookies = cookies.withLock { $0.map { "\($0)=\($1)" }.joined(separator: "; ") }
    if !cookies.isEmpty { request.setValue(cookies, forHTTPHeaderField: "Cookie") }
    let (data, response) = try await Self.session.data(for: request)
    let answer = Answer(data, try #require(response as? HTTPURLResponse))
    if let name = answer.setCookie?.name { setCookie(name, answer.setCookie?.value) }
    answer.expectSecurity("\(method) \(path.prefix(200))")
    return answer
  }

  /// Like a user: opens the page, fills in the form and sends it.
  func signIn(_ email: String, _ password: String = TestSite.password, returnTo: String? = nil) async throws -> Answer {
    let page = try await get("/signin" + (returnTo.map { "?return_to=" + Self.encoded($0) } ?? ""))
    return try await submit(
      "/signin",
      [
        "csrf": page.hidden("csrf") ?? "", "return_to": page.hidden("return_to") ?? "", "email": email,
        "password": password,
      ])
  }

  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .init(charactersIn: "abcdefghijklmnopqrstuvwxyz0123456789-._~"))
      ?? ""
  }

  private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
      _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
      newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }
  }
}
