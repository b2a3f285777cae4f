import DatabaseAccess
import Hummingbird

/// For whoever watches over the server.
enum HealthAPI {
  /// The process answers.
  static func health(_ visit: Visit) async throws -> Response {
    JSONValue.object([("status", .string("ok"))]).response()
  }

  /// The store answers too.
  static func ready(_ visit: Visit) async throws -> Response {
    _ = try await visit.read { try $0.number("SELECT 1") }
    return JSONValue.object([("status", .string("ready"))]).response()
  }
}
