import Access
import Hummingbird

extension Site {
  /// The platform's custom fields of users.
  static let customFields: [Route] = [
    change(.get, "", .query(["said"]), CustomFieldsPage.list),
    change(.post, "", .form(["title", "type"]), CustomFieldsPage.create),
    change(.get, "/:field", .query(["said"]), CustomFieldsPage.show),
    change(.post, "/:field", .form(["title"]), CustomFieldsPage.rename),
    change(.get, "/:field/delete", .query(.none), CustomFieldDeletion.ask),
    change(.post, "/:field/delete", .form(["values"]), CustomFieldDeletion.delete),
  ]

  private static func change(
    _ method: HTTPRequest.Method, _ path: String, _ parameters: AcceptedParameters,
    _ answer: @escaping @Sendable (WebRequest) async throws -> Response
  ) -> Route {
    Route(
      method: method, path: RouterPath(CustomFieldsPage.path + path), permission: .role { $0.changesCustomFields },
      parameters: parameters, answer: answer)
  }
}
