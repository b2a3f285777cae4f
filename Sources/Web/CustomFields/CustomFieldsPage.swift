import Access
import Accounts
import Foundation
import Hummingbird

/// The page of custom fields: list, add, rename. Permissions: docs/decisions/0021.
enum CustomFieldsPage {
  static let path = "/custom-fields"

  static func path(of id: String) -> String { "\(path)/\(Query.encoded(id))" }

  static func list(_ visit: WebRequest) async throws -> Response {
    let said = try visit.query()["said"]
    return try await list(visit, said: said == "deleted" || said == "created" ? said : nil)
  }

  /// - Parameters:
  ///   - title: the rejected input.
  ///   - error: the key of its error message.
  private static func list(
    _ visit: WebRequest, said: String? = nil, title: String = "", isDate: Bool = false, error: String? = nil
  ) async throws -> Response {
    let fields = try await visit.read { try CustomFieldRecord.all($0) }
    let language = visit.language
    let columns = [("title", "text"), ("type", "status"), ("values", "number"), ("id", "status")]
    var model: PageModel = [
      "side": Navigation.members(try visit.viewer.roles, language, current: path),
      "table": [
        "caption": language("custom_field_list"),
        "columns": columns.map { TableModel.column(language("custom_field_\($0.0)"), $0.1) }
          + [TableModel.column(language("custom_field_change"), "link", isHidden: true)],
        "rows": fields.map { ["cells": cells($0, visit)] as PageModel },
        "empty": ["title": language("custom_field_none")] as PageModel,
      ] as PageModel,
      "typed": ["title": title, "is_date": isDate] as PageModel,
    ]
    if let said { model["notes"] = [["tone": "good", "message": language("custom_field_said_\(said)")] as PageModel] }
    model["error"] = error.map { language($0) }
    return try visit.page("custom-fields", model, status: error == nil ? .ok : .unprocessableContent)
  }

  private static func cells(_ field: CustomFieldRecord, _ visit: WebRequest) -> [PageModel] {
    let language = visit.language
    func label(_ column: String) -> String { language("custom_field_\(column)") }
    return [
      TableModel.cell(label("title"), "text", field.title, isLead: true),
      TableModel.cell(label("type"), "status", type(field, language)),
      TableModel.cell(label("values"), "number", visit.shown.count(field.values)),
      TableModel.cell(label("id"), "status", field.id),
      TableModel.cell(
        label("change"), "link", label("change"), href: path(of: field.id), opens: true, hint: field.title),
    ]
  }

  static func type(_ field: CustomFieldRecord, _ language: Language) -> String {
    field.isDate ? language("custom_field_type_date") : language("custom_field_type_text")
  }

  static func create(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    let (title, isDate) = (fields.title, fields["type"] == "date")
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    do {
      try await visit.write { session in
        let field = try CustomFieldRecord.add(title, isDate: isDate, session)
        try Audit.note("custom-field.create", by: viewer, filters: field.filters, at: now, session)
      }
    } catch let refused as RejectedForm {
      return try await list(visit, title: title, isDate: isDate, error: refused.errors["title"])
    }
    return .redirect(to: "\(path)?said=created", type: .normal)
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let said = try visit.query()["said"] == "renamed"
    return try await show(visit, said: said)
  }

  private static func show(
    _ visit: WebRequest, said: Bool = false, title: String? = nil, error: String? = nil
  ) async throws -> Response {
    let id = try visit.parameter("field")
    let field = try await visit.read { try CustomFieldRecord(id, $0) }
    let language = visit.language
    var model: PageModel = [
      "side": Navigation.members(try visit.viewer.roles, language, current: path),
      "trail": [["title": language("custom_fields"), "href": path] as PageModel, ["title": field.title] as PageModel],
      "field": [
        "title": field.title, "typed": title ?? field.title, "id": field.id, "type": type(field, language),
        "action": path(of: id), "delete": path(of: id) + "/delete",
        "values": language.plural("custom_field_has", field.values),
      ] as PageModel,
    ]
    if said { model["notes"] = [["tone": "good", "message": language("custom_field_said_renamed")] as PageModel] }
    model["error"] = error.map { language($0) }
    return try visit.page("custom-field", model, status: error == nil ? .ok : .unprocessableContent)
  }

  static func rename(_ visit: WebRequest) async throws -> Response {
    let title = try await visit.form().title
    let (id, viewer, now) = (try visit.parameter("field"), try visit.viewer, visit.services.settings.machineNow())
    do {
      try await visit.write { session in
        let field = try CustomFieldRecord(id, session)
        guard title != field.title else { return }
        let renamed = try field.rename(title, session)
        try Audit.note("custom-field.rename", by: viewer, filters: renamed.filters, at: now, session)
      }
    } catch let refused as RejectedForm {
      return try await show(visit, title: title, error: refused.errors["title"])
    }
    return .redirect(to: "\(path(of: id))?said=renamed", type: .normal)
  }
}

extension Query {
  fileprivate var title: String { (self["title"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines) }
}
