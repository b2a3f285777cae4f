import Reports
import Statistics

extension SummaryDimension {
  /// - Parameter fields: the custom fields, for their titles.
  func title(_ language: Language, _ fields: [CustomField]) -> String {
    guard case .custom(let id) = self else { return language("summary_by_\(key)") }
    return fields.first { $0.id.utf8.elementsEqual(id.utf8) }?.title ?? language("report_unavailable")
  }
}
