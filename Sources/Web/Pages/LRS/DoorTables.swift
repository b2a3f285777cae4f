import Access
import LRS
import Records

/// The tables and figures of the page of the xAPI door.
struct DoorTables {
  private let visit: WebRequest
  private var language: Language { visit.language }

  init(visit: WebRequest) { self.visit = visit }

  func figures(_ health: DoorHealth) -> [DoorPage.Model.Figure] {
    [
      ("hour", health.lastHour), ("day", health.lastDay), ("refused", health.refusedLastDay),
      ("unknown", health.unknownCount),
    ]
    .map { .init(title: language("lrs_figure_\($0.0)"), value: visit.shown.count($0.1)) }
  }

  func credentials(_ credentials: [XAPICredential], _ counts: [Int: Int]) -> Table {
    let columns: [(String, Table.Kind)] = [
      ("name", .text), ("key", .status), ("scopes", .status), ("mode", .status), ("used", .number), ("day", .number),
    ]
    return Table(
      language("lrs_credentials"),
      columns.map { Table.Column(label($0.0), $0.1) } + [Table.Column(language("lrs_revoke"), .link, isHidden: true)],
      credentials.reversed().map { cells($0, counts[$0.key] ?? 0) }, language,
      empty: Table.EmptyState(title: language("lrs_no_credentials")))
  }

  private func cells(_ credential: XAPICredential, _ count: Int) -> [Table.Cell] {
    let scopes = XAPIScope.allCases.filter(credential.scopes.contains).map(\.rawValue).joined(separator: ", ")
    let mode = language(credential.isLenient ? "lrs_mode_lenient" : "lrs_mode_strict")
    let derives = credential.derives ? mode : "\(mode), \(language("lrs_mode_keeps"))"
    let revoke = "\(DoorPage.path)/credentials/\(credential.id)/revoke"
    let end =
      credential.revokedAt.map {
        Table.Cell(language("lrs_revoke"), .link, language("lrs_revoked", ["date": visit.shown.instant($0)]))
      } ?? Table.Cell(language("lrs_revoke"), .link, language("lrs_revoke"), href: revoke, hint: credential.name)
    return [
      Table.Cell(label("name"), .text, credential.name, isLead: true), Table.Cell(label("key"), .status, credential.id),
      Table.Cell(label("scopes"), .status, scopes), Table.Cell(label("mode"), .status, derives),
      Table.Cell(label("used"), .number, credential.lastUsedAt.map(visit.shown.instant)),
      Table.Cell(label("day"), .number, visit.shown.count(count)), end,
    ]
  }

  func unknown(_ actors: [DoorHealth.UnknownActor]) -> Table {
    let columns: [(String, Table.Kind)] = [("kind", .status), ("identity", .text), ("records", .link)]
    let rows = actors.map { actor in
      [
        Table.Cell(label("kind"), .status, language("identities_kind_\(actor.kind.rawValue)")),
        Table.Cell(label("identity"), .text, actor.value, isLead: true),
        actor.placeholder.map {
          Table.Cell(
            label("records"), .link, language("lrs_records_of"), href: "/users/\(Query.encoded($0))", hint: actor.value)
        } ?? Table.Cell(label("records"), .link, language("lrs_waiting")),
      ]
    }
    return Table(
      language("lrs_unknown"), columns.map { Table.Column(label($0.0), $0.1) }, rows, language,
      empty: Table.EmptyState(title: language("lrs_no_unknown")))
  }

  func refused(_ refused: [DoorHealth.Refused]) -> Table {
    let columns: [(String, Table.Kind)] = [("at", .number), ("statement", .status), ("reason", .text)]
    let rows = refused.map { statement in
      [
        Table.Cell(label("at"), .number, visit.shown.instant(statement.at), isLead: true),
        Table.Cell(label("statement"), .status, statement.id), Table.Cell(label("reason"), .text, statement.reason),
      ]
    }
    return Table(
      language("lrs_refused"), columns.map { Table.Column(label($0.0), $0.1) }, rows, language,
      empty: Table.EmptyState(title: language("lrs_no_refused")))
  }

  private func label(_ column: String) -> String { language("lrs_column_\(column)") }
}
