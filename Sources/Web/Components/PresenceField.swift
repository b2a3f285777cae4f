import Access
import DatabaseAccess
import Reports
import Spreadsheets

/// The field *Is someone missing?* of a list or report, and the answer, for `presence.mustache`. Its text is an email
/// address.
struct PresenceField: TemplateModel, Sendable {
  /// The text typed; empty for none.
  let typed: String
  /// nil: nobody was asked about.
  let answer: String?

  static let parameter = "why"

  /// For `presence-form.mustache`.
  struct Form: TemplateModel {
    /// The URL of the page.
    let action: String
    /// The filters.
    let keep: [HiddenField]
    let field: PresenceField
  }

  /// - Parameter hidesValue: if the reader must not see what another user's condition compares with.
  init(_ query: Query, _ presence: ReportPresence?, hidesValue: Bool = false, _ visit: WebRequest) {
    typed = query[Self.parameter] ?? ""
    let words = PresenceWords(language: visit.language, shown: visit.shown, hidesValue: hidesValue)
    answer = presence.map { words.text($0) }
  }

  /// What a page's query asks about its list or report; nil: nothing.
  /// - Throws: `BadFilter`.
  static func presence(
    _ query: Query, in content: ExportKind, _ visit: WebRequest, _ session: any SQLSession
  ) throws -> ReportPresence? {
    guard let typed = query[parameter] else { return nil }
    let viewer = try visit.viewer
    let id = try ReportPresence.user(email: typed, in: content.scope(of: viewer), session)
    let presence = try content.presence(of: id, for: viewer, visit.services.settings.files, now: visit.now, session)
    visit.audit("report.why", subject: try content.asked(id, for: viewer, session), about: content.kind)
    return presence
  }
}

/// Says in words whether a user is in a report.
struct PresenceWords {
  let language: Language
  let shown: DisplayFormat
  var hidesValue = false

  func text(_ presence: ReportPresence) -> String {
    switch presence {
    case .condition(let condition, let values):
      let words = ConditionWords(language: language).text(condition, hidesValue: hidesValue)
      let told = ["condition": words, "values": list(values)]
      return language(values.isEmpty ? "why_condition_empty" : "why_condition", told)
    case .present(let row): return language("why_present", ["row": language.number(row)])
    default: return language("why_\(presence.key)")
    }
  }

  private func list(_ values: [SpreadsheetCell]) -> String {
    values.map { shown.text($0) }.joined(separator: ", ")
  }
}
