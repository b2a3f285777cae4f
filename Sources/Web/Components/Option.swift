import Records
import Statistics

/// An item of a select, or a radio button or check box with its label.
struct Option: TemplateModel {
  let id: String
  let title: String
  /// A muted text after the title.
  var detail: String?
  let isChosen: Bool
}

extension Option {
  /// Selected items that no longer exist, or that the viewer may not see, stay selected: dropping them could turn a
  /// report into one about all users.
  static func all(_ choices: [Choice], chosen: [String], _ language: Language) -> [Option] {
    let (known, chosenIDs) = (Set(ids: choices.map(\.id)), Set(ids: chosen))
    let gone = chosen.filter { !known.contains($0) }.map { Choice(id: $0, title: language("report_unavailable")) }
    return (gone + choices).map {
      Option(id: $0.id, title: $0.title, detail: $0.detail, isChosen: chosenIDs.contains($0.id))
    }
  }
}
