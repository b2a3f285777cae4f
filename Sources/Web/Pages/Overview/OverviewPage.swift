import Access
import Hummingbird
import Reports
import Statistics

/// How the viewer's users are doing, and who needs attention: the home of viewers who see users.
enum OverviewPage {
  static let path = "/overview"
  static let parameters: Parameters = OverviewAPI.parameters + OverviewQuery.pageParameters

  /// For `overview.mustache`.
  struct Model: TemplateDocument {
    static let template = "overview"

    let form: OverviewForm
    /// nil if the platform has no custom fields.
    let conditions: UserListView.Conditions?
    /// Ways to connect data, if there is none; for viewers who may.
    let connect: [Way]
    /// The period, in words.
    let period: String
    let figures: [Tile]
    /// As of now.
    let now: [Tile]
    /// The lists with rows; empty if nothing needs attention.
    let attention: [Part]
    let trend: Trend
    let groups: Table
    /// Whether charts can be drawn.
    let charts: Bool

    struct Way: TemplateModel {
      let title: String
      let detail: String
    }

    /// The first rows of a list.
    struct Part: TemplateModel {
      /// The anchor.
      let id: String
      let title: String
      /// The whole list.
      let all: FileLink
      let downloads: [FileLink]
      let table: Table
    }

    struct Trend: TemplateModel {
      let figures: [Figure]
      let table: Table
    }

    struct Figure: TemplateModel {
      let statistic: StatisticDefinition
      let chart: Chart.Model
    }
  }

  /// What the page is made of.
  struct Content: Sendable {
    let overview: Overview
    let lists: [(kind: AttentionKind, rows: [AttentionList.Row])]
    /// Links to the sessions in the lists, and to the groups.
    let links: EntityLinks
    let groups: Picker?
    let columns: [ConditionColumn]
  }

  /// The lists of *Needs attention*, and the number of rows shown of each.
  private static let lists: [AttentionKind] = [.expiring, .overdue, .ending, .inactive]
  private static let rowsShown = 10

  static func show(_ visit: WebRequest) async throws -> Response {
    let typed = try visit.query()
    let query = ReportForm.withOnePeriod(typed)
    if let address = ConditionPicker.address(path, adding: query) { return .redirect(to: address, type: .normal) }
    let (asked, viewer) = (try OverviewQuery(query), try visit.viewer)
    let period = try ComparedPeriod(query, at: visit.moment)
    let content = try await visit.readKept { session in
      let overview = try Overview(asked, over: period, for: viewer, at: visit.moment, session)
      let lists = try lists.map { kind in
        let list = try asked.list(kind, for: viewer, at: visit.moment, session)
        return (kind: kind, rows: try list.page(limit: rowsShown, session).rows)
      }
      var named = lists.map { AttentionTable.sessions($0.rows, of: $0.kind) }.reduce(into: [:]) {
        $0.merge($1) { $0 + $1 }
      }
      named[.group] = overview.groups.map(\.id)
      return Content(
        overview: overview, lists: lists, links: try EntityLinks(named, for: viewer, session),
        groups: try asked.groups(query, for: viewer, session), columns: try ConditionColumn.customFields(session))
    }
    visit.audit("overview.view")
    let form = OverviewForm(
      path, asked, content.groups, OverviewForm.Period(query, typed: typed, visit.language), query, visit)
    let view = OverviewView(asked: asked, period: period, query: query, content: content, visit: visit)
    return try visit.page(view.model(form)) { $0.pickers = true }
  }
}
