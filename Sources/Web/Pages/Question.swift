import Hummingbird

/// A confirmation before something is lost: a separate page with a form, which needs no JavaScript.
struct Question {
  let title: String
  /// What is lost, and what is kept.
  let lines: [String]
  /// The label of the confirming button.
  let button: String
  /// The URL of the form.
  let action: String
  /// The URL of *Cancel*.
  let back: String
  var side: [PageModel] = []

  func answer(_ visit: WebRequest) throws -> Response {
    var model: PageModel = [
      "question": ["title": title, "lines": lines, "button": button, "action": action, "back": back] as PageModel
    ]
    if !side.isEmpty { model["side"] = side }
    return try visit.page("question", model)
  }
}
