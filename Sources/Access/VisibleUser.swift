package import DatabaseAccess
import Records

/// A user whose statistics a viewer may see. Only a scope makes one, so a function that takes one cannot be called with
/// the key of any other user.
package struct VisibleUser: Sendable {
  package let key: Int
  package let id: String

  fileprivate init(key: Int, id: String) {
    self.key = key
    self.id = id
  }
}

extension Scope {
  /// Finds a user within the scope.
  /// - Throws: `AccessDenied.notFound`, for an unknown id as for a user outside the scope.
  package func user(_ id: String, _ session: any SQLSession) throws -> VisibleUser {
    let found = try found([id], session)
    guard let user = found.first(where: { $0.id.equalsBytes(of: id) }) else { throw AccessDenied.notFound }
    return VisibleUser(key: user.key, id: user.id)
  }
}
