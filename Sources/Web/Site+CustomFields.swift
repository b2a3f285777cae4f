import Access
import Hummingbird

extension Site {
  /// What the platform knows of its users beside what it knows of everybody.
  static let customFields: [Route] = [
    change(.get, "", CustomFieldsPage.list), change(.post, "", CustomFieldsPage.create),
    change(.get, "/:field", CustomFieldsPage.show), change(.post, "/:field", CustomFieldsPage.rename),
    change(.get, "/:field/delete", CustomFieldEnd.ask), change(.post, "/:field/delete", CustomFieldEnd.delete),
  ]

  private static func change(
    _ method: HTTPRequest.Method, _ path: String, _ answer: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    Route(
      method: method, path: RouterPath(CustomFieldsPage.path + path), permission: .role { $0.changesCustomFields },
      answer: answer)
  }
}
