import Foundation
import HTTPClient
import LRS
import Records
import Support

/// Another LRS, whose statements are read (xAPI 1.0.3, Communication 2.1.3).
struct StatementSource {
  /// Without a slash at the end.
  let endpoint: String
  /// `KEY:SECRET`.
  let credential: String

  /// The key of the credential.
  var reader: String { String(credential.prefix { $0 != ":" }) }

  struct Page {
    let statements: [JSONValue]
    /// The address of the next page.
    let more: String?
    /// Up to where the LRS knows all statements, in microseconds since 1970; nil if it does not say so.
    let consistentThrough: Int?
    /// In bytes.
    let size: Int
  }

  private static let statementsAtOnce = 200
  private static let sizeLimit = 33_554_432
  private static let secondsToAnswer = 120
  private static let throughHeader = "X-Experience-API-Consistent-Through"

  /// The address of the first page, from the oldest statement on.
  /// - Parameters:
  ///   - since: `stored`, exclusive, in microseconds since 1970.
  ///   - until: the same, inclusive.
  func address(since: Int?, until: Int) -> String {
    let begin = since.map { [(name: "since", value: StoredStatement.text($0))] } ?? []
    let fields = [
      (name: "ascending", value: "true"), (name: "until", value: StoredStatement.text(until)),
      (name: "limit", value: String(Self.statementsAtOnce)),
    ]
    return "\(endpoint)/statements?" + FormText.text(fields + begin)
  }

  /// - Throws: `HTTPCall.Failure`.
  func page(_ address: String) async throws -> Page {
    var call = HTTPCall(address: address, seconds: Self.secondsToAnswer)
    call.headers = [
      "X-Experience-API-Version: 1.0.3", "Authorization: Basic " + Data(credential.utf8).base64EncodedString(),
    ]
    (call.sizeLimit, call.wantedHeaders) = (Self.sizeLimit, [Self.throughHeader])
    let answer = try await call.answer()
    guard answer.status == 200 else { throw Self.failure(answer, endpoint) }
    let json: JSONValue
    do { json = try JSONParser.parse(Array(answer.body)) } catch {
      throw fault("the answer is not JSON as statements may have it: \(error.reason)")
    }
    guard let statements = json["statements"]?.items else { throw fault("the answer is not a list of statements") }
    let through = answer.headers[Self.throughHeader].flatMap { Timestamp.microseconds($0, .v1) }
    return Page(
      statements: statements, more: try more(json["more"]), consistentThrough: through, size: answer.body.count)
  }

  private static func failure(_ answer: HTTPCall.Answer, _ endpoint: String) -> HTTPCall.Failure {
    let reason =
      switch answer.status {
      case 401, 403: "the credential is wrong, or may not read statements"
      case 300..<400: "it is at another address, and redirects are not followed"
      case 404: "there is no LRS"
      case 429, 503: "it is busy; try again later"
      default: "the LRS does not answer the request for statements"
      }
    return HTTPCall.Failure(description: "\(endpoint)/statements: \(reason) (HTTP status \(answer.status)).")
  }

  private func fault(_ reason: String) -> HTTPCall.Failure {
    HTTPCall.Failure(description: "\(endpoint)/statements: \(reason).")
  }

  /// The credential is only sent to the server of the endpoint.
  private func more(_ value: JSONValue?) throws -> String? {
    guard let value else { return nil }
    if case .null = value { return nil }
    guard let path = value.string else { throw fault("`more` is not a text") }
    if path.isEmpty { return nil }
    guard let base = URL(string: endpoint), let url = URL(string: path, relativeTo: base)?.absoluteURL,
      Self.server(url) == Self.server(base)
    else { throw fault("`more` is not on the same server") }
    return url.absoluteString
  }

  private static func server(_ url: URL) -> [String] {
    let scheme = url.scheme?.asciiLowercased ?? ""
    let port = url.port ?? (scheme == "https" ? 443 : 80)
    return [scheme, url.host?.asciiLowercased ?? "", String(port)]
  }
}
