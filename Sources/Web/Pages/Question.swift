import Hummingbird

/// The question before something is lost: a page of its own, which needs no script, whose form does it.
struct Question {
  let title: String
  /// What goes, and what stays.
  let lines: [String]
  /// Of the button that does it.
  let button: String
  /// Where the form goes.
  let action: String
  /// Where *Cancel* leads.
  let back: String
  var side: [PageModel] = []

  func answer(_ visit: Visit) throws -> Response {
    var model: PageModel = [
      "question": ["title": title, "lines": lines, "button": button, "action": action, "back": back] as PageModel
    ]
    if !side.isEmpty { model["side"] = side }
    return try visit.page("question", model)
  }
}
