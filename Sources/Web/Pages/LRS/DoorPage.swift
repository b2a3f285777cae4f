import Access
import Hummingbird
import LRS

/// The xAPI door (xapi.md §16): its credentials, how it is doing, and how to connect a sender.
enum DoorPage {
  static let path = "/lrs"

  /// For `lrs.mustache`.
  struct Model: TemplateDocument {
    static let template = "lrs"

    let figures: [Figure]
    let credentials: Table
    /// The credential that was just created.
    let created: Created?
    let form: CredentialForm
    let unknown: Table
    let unknownCount: String?
    let refused: Table
    let endpoint: String
    /// A line for a shell that sends a statement.
    let example: String
    let senders: [Sender]

    struct Figure: TemplateModel {
      let title: String
      let value: String
    }

    struct Created: TemplateModel {
      let key: String
      let secret: String
    }

    /// How to connect a kind of sender.
    struct Sender: TemplateModel {
      let name: String
      let steps: String
    }
  }

  /// The form that creates a credential, as it was typed.
  struct CredentialForm: TemplateModel {
    let email: String
    let name: String
    let scopes: [Option]
    let isLenient: Bool
    let keepsOnly: Bool
    let confirm: RecentSignIn.Form
    let error: String?
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let said = try visit.query()["said"]
    return try await show(visit, said: said == "revoked" ? "lrs_said_revoked" : nil)
  }

  /// - Parameters:
  ///   - created: the new credential, whose secret is only on this page.
  ///   - typed: the fields of a rejected form, and the key of what is wrong.
  static func show(
    _ visit: WebRequest, said: String? = nil, created: XAPICredential.Created? = nil,
    typed: (fields: Query, error: String)? = nil
  ) async throws -> Response {
    let (viewer, language, now) = (try visit.viewer, visit.language, visit.services.settings.machineNow())
    let content = try await visit.read { session in
      (
        credentials: try XAPICredential.all(session), counts: try DoorHealth.statementsOfLastDay(now: now, session),
        health: try DoorHealth(now: now, session), hasPassword: try SignIn.hasPassword(viewer.key, session)
      )
    }
    let tables = DoorTables(visit: visit)
    let model = Model(
      figures: tables.figures(content.health), credentials: tables.credentials(content.credentials, content.counts),
      created: created.map { .init(key: $0.id, secret: $0.secret) },
      form: try form(visit, typed, hasPassword: content.hasPassword), unknown: tables.unknown(content.health.unknown),
      unknownCount: content.health.unknownCount > DoorHealth.limit
        ? language.plural("lrs_unknown_count", content.health.unknownCount) : nil,
      refused: tables.refused(content.health.refused), endpoint: visit.siteAddress + "/xapi/",
      example: example(visit, created), senders: senders(language))
    var response = try visit.page(model, status: typed == nil ? .ok : .unprocessableContent) { frame in
      if let said { frame.notes = [Note(tone: .good, message: language(said))] }
    }
    if created != nil { response.headers[.cacheControl] = "no-store" }
    return response
  }

  private static func form(
    _ visit: WebRequest, _ typed: (fields: Query, error: String)?, hasPassword: Bool
  ) throws -> CredentialForm {
    let (language, chosen) = (visit.language, typed?.fields.all("scope") ?? [XAPIScope.writesStatements.rawValue])
    let scopes = XAPIScope.allCases.map { scope in
      Option(
        id: scope.rawValue, title: scope.rawValue, detail: language("lrs_scope_\(scope.textKey)"),
        isChosen: chosen.contains(scope.rawValue))
    }
    return CredentialForm(
      email: try visit.viewer.email, name: typed?.fields["name"] ?? "", scopes: scopes,
      isLenient: typed?.fields["lenient"] == "1", keepsOnly: typed?.fields["no_derive"] == "1",
      confirm: RecentSignIn.Form(visit, hasPassword: hasPassword, returnTo: path),
      error: typed.map { language($0.error) })
  }

  /// With the new credential, so that it can be copied and run.
  private static func example(_ visit: WebRequest, _ created: XAPICredential.Created?) -> String {
    let (key, secret) = (created?.id ?? "KEY", created?.secret ?? "SECRET")
    return """
      curl -u \(key):\(secret) -H 'X-Experience-API-Version: 1.0.3' -H 'Content-Type: application/json' \
      \(visit.siteAddress)/xapi/statements -d '{"actor": {"mbox": "mailto:ada@example.com"}, \
      "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}, \
      "object": {"id": "https://courses.example.com/fire", "definition": {"name": {"en": "Fire safety"}}}}'
      """
  }

  private static func senders(_ language: Language) -> [Model.Sender] {
    ["storyline", "h5p", "moodle", "openedx", "linkedin"].map {
      Model.Sender(name: language("lrs_sender_\($0)"), steps: language("lrs_sender_\($0)_steps"))
    }
  }
}

extension XAPIScope {
  /// The end of the key of its description.
  var textKey: String {
    switch self {
    case .writesStatements: "write"
    case .readsOwnStatements: "read_mine"
    case .readsStatements: "read"
    case .state: "state"
    case .profile: "profile"
    case .all: "all"
    }
  }
}
