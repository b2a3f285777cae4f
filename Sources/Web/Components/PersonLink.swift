import Access
import Statistics

/// A user's name with link and hover card. Links to the user's page if the viewer may open it, otherwise to public
/// statistics; deleted users have no public statistics and no card.
struct PersonLink {
  let id: String
  let firstName: String
  let lastName: String
  let isDeleted: Bool
  let leadsToProfile: Bool
  private var address: String?

  init(_ person: Person, leadsToProfile: Bool) {
    id = person.id
    firstName = person.firstName
    lastName = person.lastName
    isDeleted = person.isDeleted
    self.leadsToProfile = leadsToProfile
  }

  /// - Parameter leadsToProfile: false on the subject's own page.
  init(_ subject: Subject, leadsToProfile: Bool) {
    id = subject.id
    firstName = subject.firstName
    lastName = subject.lastName
    isDeleted = subject.deletedAt != nil
    self.leadsToProfile = leadsToProfile
  }

  /// A row of a roster, which has no deleted users.
  init(_ row: Roster.Row, leadsToProfile: Bool) {
    id = row.id
    firstName = row.firstName
    lastName = row.lastName
    isDeleted = false
    self.leadsToProfile = leadsToProfile
  }

  /// - Parameter address: a link that replaces the one to the person's page.
  init(_ person: AuditLog.Person, leadsTo address: String? = nil) {
    id = person.id
    firstName = person.firstName
    lastName = person.lastName
    isDeleted = person.isDeleted
    leadsToProfile = false
    self.address = address
  }

  private var people: String { "/people/\(Query.encoded(id))" }

  var href: String? {
    if let address { return address }
    if leadsToProfile { return "/users/\(Query.encoded(id))" }
    return isDeleted ? nil : people
  }

  var card: String? { isDeleted ? nil : "\(people)/card" }

  /// A name with link and hover card, for `person.mustache`.
  struct Model: TemplateModel {
    let name: String
    let href: String?
    /// The URL of the hover card.
    let card: String?
  }

  var model: Model { Model(name: "\(firstName) \(lastName)", href: href, card: card) }

  /// A cell with the name, linked, and the hover card.
  func cell(_ label: String, isLead: Bool = false) -> Table.Cell {
    var cell = Table.Cell(label, .text, "\(firstName) \(lastName)", isLead: isLead, href: href)
    cell.content.card = card
    return cell
  }

  /// The first two cells of a row.
  func cells(_ language: Language) -> [Table.Cell] {
    [("column_first_name", firstName), ("column_last_name", lastName)].map { label, name in
      var cell = Table.Cell(language(label), .text, name, isLead: true, href: href)
      cell.content.card = card
      return cell
    }
  }
}
