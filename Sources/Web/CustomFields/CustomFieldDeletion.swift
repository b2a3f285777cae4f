import Access
import Accounts
import Hummingbird

/// Deletes a custom field after a confirmation that states how many values will be lost.
enum CustomFieldDeletion {
  static func ask(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("field")
    return try question(visit, try await visit.read { try CustomFieldRecord(id, $0) })
  }

  /// - Parameter isAnew: whether there are more values now than the confirmed question stated.
  private static func question(
    _ visit: WebRequest, _ field: CustomFieldRecord, isAnew: Bool = false
  ) throws -> Response {
    let language = visit.language
    let path = CustomFieldsPage.path(of: field.id)
    var model: PageModel = [
      "side": Navigation.members(try visit.viewer.roles, language, current: CustomFieldsPage.path),
      "question": [
        "title": language("custom_field_delete_question", ["title": field.title]), "values": String(field.values),
        "about": language.plural("custom_field_delete_about", field.values), "action": path + "/delete", "back": path,
        "button": field.values == 0
          ? language("custom_field_delete_empty") : language.plural("custom_field_delete_button", field.values),
      ] as PageModel,
    ]
    if isAnew { model["notes"] = [["tone": "warn", "message": language("custom_field_delete_more")] as PageModel] }
    return try visit.page("custom-field-delete", model, status: isAnew ? .conflict : .ok)
  }

  static func delete(_ visit: WebRequest) async throws -> Response {
    let said = Int(try await visit.form()["values"] ?? "") ?? 0
    let (id, viewer, now) = (try visit.parameter("field"), try visit.viewer, visit.services.settings.machineNow())
    let kept: CustomFieldRecord? = try await visit.write { session in
      let field = try CustomFieldRecord(id, session)
      guard field.values <= said else { return field }
      try field.delete(session)
      try Audit.note("custom-field.delete", by: viewer, filters: field.filters, rows: field.values, at: now, session)
      return nil
    }
    if let kept { return try question(visit, kept, isAnew: true) }
    return .redirect(to: "\(CustomFieldsPage.path)?said=deleted", type: .normal)
  }
}
