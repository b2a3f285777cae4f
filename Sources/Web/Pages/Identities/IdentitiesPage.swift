import Access
import Accounts
import Hummingbird
import Records

/// The names by which other systems know a user (sources.md §2): list, add, remove.
enum IdentitiesPage {
  /// For `identities.mustache`.
  struct Model: TemplateDocument {
    static let template = "identities"

    let trail: [TrailStep]
    let name: String
    let lede: String
    let table: Table
    /// nil if the viewer may not add any.
    let form: Form?

    struct Form: TemplateModel {
      /// The URL of the form.
      let action: String
      let kinds: [Option]
      /// As typed.
      let value: String
      /// Why it was rejected.
      let error: String?
      /// The question whether to take it from another user, who has it now.
      let move: String?
    }
  }

  /// What was typed, and what is wrong with it.
  private struct Typed {
    var kind = IdentityKind.account
    var value = ""
    var error: String?
    var taken: UserIdentities.Taken?
  }

  private static let messages = ["added", "removed"]

  static func path(of id: String) -> String { "/users/\(Query.encoded(id))/identities" }

  static func show(_ visit: WebRequest) async throws -> Response {
    let said = try visit.query()["said"]
    return try await show(visit, said: said.flatMap { messages.contains($0) ? $0 : nil }, Typed())
  }

  private static func show(_ visit: WebRequest, said: String? = nil, _ typed: Typed) async throws -> Response {
    let (id, viewer, language) = (try visit.parameter("id"), try visit.viewer, visit.language)
    let identities = try await visit.read { try UserIdentities(id, for: viewer, $0) }
    visit.audit("user.identities", subject: identities.user.key)
    let name = identities.user.name
    let model = Model(
      trail: [
        TrailStep(title: name, href: "/users/\(Query.encoded(id))"), TrailStep(title: language("identities_title")),
      ],
      name: name, lede: language("identities_lede", ["name": name]), table: table(identities, language),
      form: identities.isEditable ? form(identities, typed, language) : nil)
    let isRejected = typed.error != nil || typed.taken != nil
    return try visit.page(model, status: isRejected ? .unprocessableContent : .ok) { frame in
      if let said { frame.notes = [Note(tone: .good, message: language("identities_said_\(said)"))] }
    }
  }

  private static func table(_ identities: UserIdentities, _ language: Language) -> Table {
    let columns: [(String, Table.Kind)] = [("kind", .status), ("value", .text)]
    let rows = identities.entries.map { entry -> [Table.Cell] in
      let query = Query([("kind", entry.kind.rawValue), ("value", entry.value)])
      let remove = query.text(after: path(of: identities.user.id) + "/remove")
      return [
        Table.Cell(language("identities_column_kind"), .status, title(entry.kind, language)),
        Table.Cell(language("identities_column_value"), .text, entry.value, isLead: true),
      ]
        + (identities.isEditable
          ? [
            Table.Cell(
              language("identities_remove"), .link, language("identities_remove"), href: remove, hint: entry.value)
          ] : [])
    }
    let remove = identities.isEditable ? [Table.Column(language("identities_remove"), .link, isHidden: true)] : []
    return Table(
      language("identities_title"), columns.map { Table.Column(language("identities_column_\($0.0)"), $0.1) } + remove,
      rows, language,
      empty: Table.EmptyState(title: language("identities_none"), detail: language("identities_none_detail")))
  }

  private static func form(_ identities: UserIdentities, _ typed: Typed, _ language: Language) -> Model.Form {
    let kinds = IdentityKind.allCases.map {
      Option(id: $0.rawValue, title: title($0, language), isChosen: $0 == typed.kind)
    }
    let move = typed.taken.map { language("identities_move", ["name": $0.name, "email": $0.email]) }
    return Model.Form(
      action: path(of: identities.user.id), kinds: kinds, value: typed.value, error: typed.error.map { language($0) },
      move: move)
  }

  private static func title(_ kind: IdentityKind, _ language: Language) -> String {
    language("identities_kind_\(kind.rawValue)")
  }
}

// Changes.

extension IdentitiesPage {
  static func add(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    var typed = Typed(kind: try kind(fields), value: (fields["value"] ?? "").asciiTrimmed)
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.services.settings.machineNow())
    let (kind, value, moves) = (typed.kind, typed.value, fields["move"] == "1")
    do {
      _ = try await visit.write { session in
        try UserIdentities(id, for: viewer, session).add(kind, value, moves: moves, at: now, by: viewer, session)
      }
    } catch let refused as RejectedForm {
      typed.error = refused.errors["value"]
      return try await show(visit, typed)
    } catch let taken as UserIdentities.Taken {
      typed.taken = taken
      return try await show(visit, typed)
    }
    return .redirect(to: path(of: id) + "?said=added", type: .normal)
  }

  /// Asks before an identity is removed.
  static func ask(_ visit: WebRequest) async throws -> Response {
    let (id, query, language, viewer) = (try visit.parameter("id"), try visit.query(), visit.language, try visit.viewer)
    let (kind, value) = (try kind(query), query["value"] ?? "")
    let identities = try await visit.read { try UserIdentities(id, for: viewer, $0) }
    guard identities.isEditable else { throw AccessDenied.notPermitted }
    guard identities.entries.contains(where: { $0.kind == kind && $0.value.equalsBytes(of: value) }) else {
      throw AccessDenied.notFound
    }
    let path = path(of: id)
    return try Question(
      title: language("identities_remove_question", ["value": value]),
      lines: [
        language(
          kind == .oidc ? "identities_remove_sign_in" : "identities_remove_facts", ["name": identities.user.name])
      ],
      button: language("identities_remove"),
      action: Query([("kind", kind.rawValue), ("value", value)]).text(after: path + "/remove"), back: path
    ).answer(visit)
  }

  static func remove(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let (id, query, viewer) = (try visit.parameter("id"), try visit.query(), try visit.viewer)
    let (kind, value, now) = (try kind(query), query["value"] ?? "", visit.services.settings.machineNow())
    try await visit.write { session in
      try UserIdentities(id, for: viewer, session).remove(kind, value, at: now, by: viewer, session)
    }
    return .redirect(to: path(of: id) + "?said=removed", type: .normal)
  }

  private static func kind(_ query: Query) throws -> IdentityKind {
    guard let kind = query["kind"].flatMap(IdentityKind.init) else {
      throw BadRequest("kind", "is not one of \(IdentityKind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return kind
  }
}
