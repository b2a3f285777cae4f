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

  /// The list, and a form to add one, for `custom-fields.mustache`.
  struct ListModel: TemplateDocument {
    static let template = "custom-fields"

    let table: Table
    /// The rejected input.
    let typed: Typed
    /// Why it was rejected.
    let error: String?

    struct Typed: TemplateModel {
      var title = ""
      var isDate = false
    }
  }

  /// - Parameter error: the key of a message.
  private static func list(
    _ visit: WebRequest, said: String? = nil, typed: ListModel.Typed = .init(), error: String? = nil
  ) async throws -> Response {
    let fields = try await visit.read { try CustomFieldRecord.all($0) }
    let language = visit.language
    let columns: [(String, Table.Kind)] = [("title", .text), ("type", .status), ("values", .number), ("id", .status)]
    let table = Table(
      language("custom_field_list"),
      columns.map { Table.Column(language("custom_field_\($0.0)"), $0.1) }
        + [Table.Column(language("custom_field_change"), .link, isHidden: true)],
      fields.map { cells($0, visit) }, language, empty: Table.EmptyState(title: language("custom_field_none")))
    return try page(visit, ListModel(table: table, typed: typed, error: error.map { language($0) }), said, error)
  }

  private static func page(
    _ visit: WebRequest, _ model: some TemplateDocument, _ said: String?, _ error: String?
  ) throws -> Response {
    let (language, roles) = (visit.language, try visit.viewer.roles)
    return try visit.page(model, status: error == nil ? .ok : .unprocessableContent) { frame in
      frame.side = Navigation.members(roles, language, current: path)
      frame.notes = said.map { [Note(tone: .good, message: language("custom_field_said_\($0)"))] } ?? []
    }
  }

  private static func cells(_ field: CustomFieldRecord, _ visit: WebRequest) -> [Table.Cell] {
    let language = visit.language
    func label(_ column: String) -> String { language("custom_field_\(column)") }
    return [
      Table.Cell(label("title"), .text, field.title, isLead: true),
      Table.Cell(label("type"), .status, type(field, language)),
      Table.Cell(label("values"), .number, visit.shown.count(field.values)),
      Table.Cell(label("id"), .status, field.id),
      Table.Cell(
        label("change"), .link, label("change"), href: path(of: field.id), opens: true, hint: field.title),
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
      return try await list(visit, typed: .init(title: title, isDate: isDate), error: refused.errors["title"])
    }
    return .redirect(to: "\(path)?said=created", type: .normal)
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let said = try visit.query()["said"]
    return try await show(visit, said: said == "renamed" ? said : nil)
  }

  /// A custom field, for `custom-field.mustache`.
  struct Model: TemplateDocument {
    static let template = "custom-field"

    let trail: [TrailStep]
    let title: String
    /// The title in the form.
    let typed: String
    let id: String
    let type: String
    /// How many users have a value, in words.
    let values: String
    /// The URLs of the form, and of the confirmation of deleting.
    let action: String
    let delete: String
    /// Why the title was rejected.
    let error: String?
  }

  private static func show(
    _ visit: WebRequest, said: String? = nil, title: String? = nil, error: String? = nil
  ) async throws -> Response {
    let id = try visit.parameter("field")
    let field = try await visit.read { try CustomFieldRecord(id, $0) }
    let language = visit.language
    let model = Model(
      trail: [TrailStep(title: language("custom_fields"), href: path), TrailStep(title: field.title)],
      title: field.title, typed: title ?? field.title, id: field.id, type: type(field, language),
      values: language.plural("custom_field_has", field.values), action: path(of: id),
      delete: path(of: id) + "/delete", error: error.map { language($0) })
    return try page(visit, model, said, error)
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
