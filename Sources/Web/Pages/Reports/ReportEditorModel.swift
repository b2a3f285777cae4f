/// The editor of a custom report, for `report.mustache`.
struct ReportEditorModel: TemplateDocument {
  static let template = "report"

  let title: String
  /// The URL of the preview.
  let address: String
  /// The URL of the form that saves.
  let save: String
  /// The URL of the form that copies; nil: not saved yet.
  let duplicate: String?
  /// The URL of the confirmation of deleting; nil: not saved yet.
  let delete: String?
  /// The file name, as typed.
  let name: String
  /// The URL of its file.
  let file = "/reports/new/download"
  /// The id of the type whose filters and columns are shown.
  let type: String
  let types: [Option]
  /// nil for other types.
  let summary: Summary?
  /// Not every type has dates.
  let period: Period?
  /// The error of the dates.
  let periodProblem: String?
  /// The selected users.
  let users: [Option]
  /// An address, as typed, that matches no user, and the message about it.
  let added: String?
  let unknown: String?
  /// Groups and sessions.
  let choosing: [Picker.Model]
  /// The box *Include subgroups*.
  let subgroups: Option
  let conditions: ConditionPicker
  /// Custom fields; nil if there are none.
  let fields: Fields?
  /// The selected ones first.
  let columns: [Column]
  let schedule: ScheduleModel?
  let sharing: SharingModel?
  /// nil if the filters are invalid.
  let preview: PreviewModel?
  let presence: PresenceField
  /// Whether charts can be drawn, and this type has one.
  let charts: Bool

  struct Period: TemplateModel {
    /// Dates, empty for none.
    let from: String
    let to: String
    let options: [Option]
  }

  struct Summary: TemplateModel {
    /// One or two dimensions.
    let first: [Option]
    let second: [Option]
    let hasTotal: Bool
  }

  struct Fields: TemplateModel {
    let items: [Option]
    /// Shows a field that filters the list.
    let isLong: Bool
  }

  struct Column: TemplateModel {
    let id: String
    let title: String
    /// The definition of its statistic.
    let detail: String?
    let isChosen: Bool
    /// From 1, for use without JavaScript.
    let place: Int
  }
}
