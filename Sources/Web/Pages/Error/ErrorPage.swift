/// For `error.mustache`.
struct ErrorPage: TemplateDocument {
  static let template = "error"

  /// The HTTP status.
  let status: Int
  let title: String
  /// What happened.
  let happened: String
  /// What to do now.
  let advice: String
  /// The request's id, to find the entry in the log.
  let request: String?
}
