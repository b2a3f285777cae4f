import Access
import DatabaseAccess
import Records
import Statistics

/// A selection from possibly thousands of items, for `picker.mustache`: the selected ones, and a field that searches on
/// the server. Without JavaScript, the form is submitted and shown again with the matches.
struct Picker: Sendable {
  let kind: Choices.Kind
  /// The parameter of the selection.
  let name: String
  private let chosen: [String]
  private let named: [Choice]
  /// The search text and its matches; nil without a search.
  private let search: String?
  private let found: Choices.Found?

  /// The parameter of the search field.
  static func search(_ name: String) -> String { "find_\(name)" }

  /// - Parameter chosen: ids; those that the viewer may not choose are shown without a name.
  init(
    _ kind: Choices.Kind, _ name: String, chosen: [String], _ query: Query?, for viewer: Viewer,
    _ session: any SQLSession
  ) throws {
    self.kind = kind
    self.name = name
    self.chosen = chosen
    let choices = Choices(kind, for: viewer)
    named = try choices.named(chosen, session)
    search = try query?.search(Self.search(name))
    found = try search.map { try choices.matching($0, session) }
  }

  /// The matches that are not selected yet.
  var matches: [Choice] { found?.choices.filter { !chosen.containsID($0.id) } ?? [] }

  /// For `picker.mustache`.
  struct Model: TemplateModel {
    /// The parameters of the selection, and of the search field.
    let name: String
    let find: String
    /// The search text.
    let typed: String
    /// The URL of the script's search.
    let source: String
    /// The titles of the picker, and of its search field.
    let title: String
    let label: String
    /// What an empty selection means.
    let hint: String
    /// Shown as checked boxes.
    let chosen: [Item]
    /// Shown as boxes to check; only after a search without the script.
    let matches: [Item]
    /// No matches, or more than are shown.
    let status: String?
    /// Whether a selection submits the form at once.
    var submits = false

    struct Item: TemplateModel {
      let name: String
      let id: String
      let title: String
      let detail: String?
    }
  }

  /// - Parameter key: the prefix of its text keys.
  func model(_ key: String, _ language: Language) -> Model {
    let known = Set(ids: named.map(\.id))
    let gone = chosen.filter { !known.contains($0) }.map { Choice(id: $0, title: language("report_unavailable")) }
    return Model(
      name: name, find: Self.search(name), typed: search ?? "", source: PickerAPI.path(kind), title: language(key),
      label: language("picker_\(kind.word)"), hint: language("\(key)_hint"), chosen: (gone + named).map(item),
      matches: matches.map(item), status: status(language))
  }

  private func item(_ choice: Choice) -> Model.Item {
    Model.Item(name: name, id: choice.id, title: choice.title, detail: choice.detail)
  }

  func status(_ language: Language) -> String? {
    guard let found else { return nil }
    if found.hasMore { return language("picker_more", ["count": language.number(Choices.limit)]) }
    return found.choices.isEmpty ? language("picker_none") : nil
  }
}

extension Choices.Kind {
  /// As part of a text key.
  var word: String { rawValue.replacing("-", with: "_") }
}
