import Hummingbird

/// A confirmation before something is lost: a separate page with a form, which needs no JavaScript.
struct Question: TemplateDocument {
  static let template = "question"

  let title: String
  /// What is lost, and what is kept.
  let lines: [String]
  /// The label of the confirming button.
  let button: String
  /// The URL of the form.
  let action: String
  /// The URL of *Cancel*.
  let back: String

  /// - Parameter side: the side column, instead of the usual one.
  func answer(_ visit: WebRequest, side: [SideSection]? = nil) throws -> Response {
    try visit.page(self) { frame in
      if let side { frame.side = side }
    }
  }
}
