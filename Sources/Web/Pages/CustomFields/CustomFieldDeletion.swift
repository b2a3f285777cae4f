import Access
import Accounts
import Hummingbird

/// Deletes a custom field after a confirmation that states how many values will be lost.
enum CustomFieldDeletion {
  static func ask(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("field")
    return try question(visit, try await visit.read { try CustomFieldRecord(id, $0) })
  }

  /// For `custom-field-delete.mustache`.
  struct Model: TemplateDocument {
    static let template = "custom-field-delete"

    let title: String
    /// How many values will be deleted: in words, and as the form submits it.
    let about: String
    let values: Int
    let button: String
    let action: String
    let back: String
  }

  /// - Parameter isAnew: whether there are more values now than the confirmed question stated.
  private static func question(
    _ visit: WebRequest, _ field: CustomFieldRecord, isAnew: Bool = false
  ) throws -> Response {
    let (language, roles) = (visit.language, try visit.viewer.roles)
    let path = CustomFieldsPage.path(of: field.id)
    let model = Model(
      title: language("custom_field_delete_question", ["title": field.title]),
      about: language.plural("custom_field_delete_about", field.values), values: field.values,
      button: field.values == 0
        ? language("custom_field_delete_empty") : language.plural("custom_field_delete_button", field.values),
      action: path + "/delete", back: path)
    return try visit.page(model, status: isAnew ? .conflict : .ok) { frame in
      frame.side = Navigation.members(roles, language, current: CustomFieldsPage.path)
      if isAnew { frame.notes = [Note(tone: .warn, message: language("custom_field_delete_more"))] }
    }
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
