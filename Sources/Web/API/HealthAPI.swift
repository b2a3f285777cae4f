import DatabaseAccess
import Hummingbird
import Support

/// Health checks for monitoring.
enum HealthAPI {
  /// Liveness: the process responds.
  static func health(_ visit: WebRequest) async throws -> Response {
    JSONValue.object([("status", "ok")]).response()
  }

  /// Readiness: the database also responds within a few seconds, however many readers it has.
  static func ready(_ visit: WebRequest) async throws -> Response {
    let database = visit.services.database
    do { try await within(.seconds(3)) { try await database.check() } } catch { throw StoreIsAway(reason: "\(error)") }
    return JSONValue.object([("status", "ready")]).response()
  }
}

/// The database is missing, unreadable, or does not respond in time.
struct StoreIsAway: Error {
  let reason: String
}
