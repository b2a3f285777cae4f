import Reports
import Support

extension APIDescription {
  /// Why a user is in a report or not.
  /// - Parameter parameters: those of the report.
  static func presence(_ kind: CustomReport.Kind, _ parameters: [Parameter]) -> APIDescription {
    var parameters = parameters
    if let place = parameters.firstIndex(where: { $0.name == "user" }) {
      parameters[place] = Parameter(
        name: "user", summary: "The user asked about (id), then the users of the report's filter",
        schema: parameters[place].schema, isRequired: true)
    }
    return APIDescription(
      summary: "Whether a user is in the report of \(kind.rawValue) and, if not, the first reason that applies",
      parameters: parameters,
      answer: .json(
        "The reason; the row's number, without headings, or the condition and the values that it tests",
        Schema.object(
          [
            ("reason", Schema.choice(ReportPresence.reportKeys)), ("detail", Schema.text),
            ("row", Schema.integer(in: 1...Int.max)), ("condition", Schema.text),
            ("values", Schema.array(Schema.anyOf([Schema.text, ["type": "number"]]))),
          ], required: ["reason", "detail"])))
  }
}
