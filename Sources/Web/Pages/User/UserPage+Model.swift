extension UserPage {
  /// For `user.mustache`.
  struct Model: TemplateDocument {
    static let template = "user"

    let user: User
    let download: DownloadMenu
    /// URLs, if the viewer may open them: a new report on the user, a comparison with others, and their record among
    /// the members.
    let createReport: String?
    let compare: String?
    let record: String?
    /// The URL of the names by which other systems know the user; nil if the viewer may not see them.
    let identities: String?
    let general: General
    /// Whether charts can be drawn.
    let charts: Bool
    let trend: UserCharts.Trend
    let sections: [Part]

    struct User: TemplateModel {
      let name: String
      let email: String
      /// Job title.
      let title: String?
      /// That the user is deleted, with the date.
      let deleted: Badge?
      /// The name, linked to the public statistics.
      let person: PersonLink.Model
    }

    struct General: TemplateModel {
      /// The first few groups.
      let groups: [Group]
      let moreGroups: MoreGroups?
      let groupsStatistic: StatisticDefinition
      let tiles: [Figure]
      /// The numbers of the user's file, in its order.
      let report: [Figure]

      struct MoreGroups: TemplateModel {
        let title: String
        let groups: [Group]
      }
    }

    struct Group: TemplateModel {
      let name: String
      let href: String?
    }

    /// A number, linked to the records behind it.
    struct Figure: TemplateModel {
      let statistic: StatisticDefinition
      /// As shown; nil: no value.
      let value: String?
      let href: String
    }

    /// Certificates, paths, and so on.
    struct Part: TemplateModel {
      /// The anchor.
      let id: String
      let title: String
      /// The total number of rows; nil for none.
      let count: String?
      /// The section as a file; empty for none.
      let downloads: [FileLink]
      let figures: [Chart.Model]
      let table: Table
    }
  }
}
