import Foundation
import ReferenceModel
import Testing

/// A directory that sends SCIM requests to a site, with a token.
struct Directory {
  let site: TestSite
  private let program: Browser

  init(of user: String = "owner", isReadOnly: Bool = false) async throws {
    site = try await TestSite()
    program = try await site.program(of: user, isReadOnly: isReadOnly)
  }

  @discardableResult
  func ask(_ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]) async throws
    -> Answer
  {
    var headers = headers
    if body != nil { headers["Content-Type"] = "application/scim+json" }
    return try await program.ask(method, "/scim/v2" + path, headers: headers, body: body.map { Data($0.utf8) })
  }

  func patch(_ path: String, _ operations: String...) async throws -> Answer {
    let schemas = #"["urn:ietf:params:scim:api:messages:2.0:PatchOp"]"#
    return try await ask(
      "PATCH", path, "{\"schemas\":\(schemas),\"Operations\":[\(operations.joined(separator: ","))]}")
  }

  /// The number of users that a filter finds.
  func total(_ filter: String) async throws -> Int? {
    let answer = try await ask("GET", "/Users?filter=\(Browser.encoded(filter))&count=0")
    return answer.member("totalResults").flatMap { Int($0) }
  }

  /// The values of an attribute in a list.
  func list(_ path: String, _ name: String = "id") async throws -> [String] {
    let answer = try await ask("GET", path)
    guard case .list(let resources)? = try answer.json()["Resources"] else { return ["\(answer.status)"] }
    return resources.map { if case .text(let text)? = $0[name] { text } else { "" } }
  }
}

extension Answer {
  /// A member of the object, as text.
  func member(_ name: String) -> String? {
    switch try? json()[name] {
    case .text(let text)?: text
    case let value?: value.compareForm
    case nil: nil
    }
  }

  /// The status and, for an error, SCIM's error form with this type.
  func expectFault(_ status: Int, _ type: String?, _ request: Comment? = nil) {
    #expect(self.status == status, request ?? "\(text.prefix(300))")
    guard status >= 400 else { return }
    #expect(headers["content-type"] == "application/scim+json", request)
    #expect(text.hasPrefix("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"]"), request)
    #expect(member("status") == "\(status)" && member("scimType") == type, request ?? "\(text.prefix(300))")
    #expect(member("detail")?.isEmpty == false, request)
  }
}
