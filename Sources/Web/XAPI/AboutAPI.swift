import Access
import Hummingbird
import LRS
import Support

/// What the door supports (xAPI 1.0.3, Communication 2.8): for everyone, without a version.
enum AboutAPI {
  static func show(_ request: XAPIRequest) async throws -> Response {
    try request.checkParameters([])
    let versions: [JSONValue] = ["2.0.0", "1.0.3", "1.0.2", "1.0.1", "1.0.0"]
    return JSONValue.object([("version", .array(versions))]).response()
  }
}

/// What statements say about an activity.
enum ActivitiesAPI {
  static func show(_ request: XAPIRequest) async throws -> Response {
    let (credential, _) = try await request.authenticated()
    guard credential.canReadActivities else { throw AccessDenied.notPermitted }
    try request.checkParameters(["activityId"])
    _ = try request.required("activityId")
    let id = try request.iri("activityId") ?? ""
    return try await request.visit.read { try ActivityDefinitions.activity(id, $0) }.response()
  }
}

/// What statements say about an agent. It names people, so it needs the right to read everyone's statements.
enum AgentsAPI {
  static func show(_ request: XAPIRequest) async throws -> Response {
    let (credential, version) = try await request.authenticated()
    guard credential.canReadStatements else { throw AccessDenied.notPermitted }
    try request.checkParameters(["agent"])
    let agent = try StatementParameter.actor(try request.required("agent"), version)
    return try await request.visit.read { try PersonObject.person(agent, $0) }.response()
  }
}
