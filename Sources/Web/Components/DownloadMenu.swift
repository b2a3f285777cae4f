/// The popup of a download, at once or by email, for `download.mustache`.
struct DownloadMenu: TemplateModel {
  /// The URL of both forms.
  let action: String
  /// Additional parameters.
  var keep: [HiddenField] = []
  /// The custom fields to choose from; empty hides the choice.
  var fields: [Field] = []

  struct Field: TemplateModel {
    let id: String
    let title: String
  }
}
