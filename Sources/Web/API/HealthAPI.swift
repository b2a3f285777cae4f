import DatabaseAccess
import Hummingbird

/// For whoever watches over the server.
enum HealthAPI {
  /// The process answers.
  static func health(_ visit: Visit) async throws -> Response {
    JSONValue.object([("status", .string("ok"))]).response()
  }

  /// The store answers too, soon, however many others read it.
  static func ready(_ visit: Visit) async throws -> Response {
    let database = visit.services.database
    do { try await within(.seconds(3)) { try await database.check() } } catch { throw StoreIsAway(reason: "\(error)") }
    return JSONValue.object([("status", .string("ready"))]).response()
  }
}

/// The store is gone, cannot be read, or does not answer in time.
struct StoreIsAway: Error {
  let reason: String
}
