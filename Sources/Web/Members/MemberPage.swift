import Access
import Calendar
import DatabaseAccess
import Hummingbird
import Jobs
import Records
import Reports
import Spreadsheets

/// A member's record: create, show, change.
enum MemberPage {
  static func new(_ visit: WebRequest) async throws -> Response {
    var form = MemberForm()
    if visit.services.settings.mail == nil { form.way = .password }
    return try await blank(visit, form)
  }

  /// The form for a new user.
  private static func blank(
    _ visit: WebRequest, _ form: MemberForm, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let viewer = try visit.viewer
    let access = MemberAccess(of: viewer)
    let (places, fields) = try await visit.read { session in
      (try MemberPlaces(form, access, session), try CustomField.all(session))
    }
    return try MemberView(visit: visit, access: access, fields: fields, form: form, places: places, member: nil)
      .response(status: status)
  }

  static func create(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    var form = MemberForm(fields)
    let (viewer, now, machineNow) = (try visit.viewer, visit.now, visit.services.settings.machineNow())
    if form.search != nil { return try await blank(visit, form) }
    form.check(today: visit.today, dateBefore: nil)
    await form.checkPassword()
    guard form.errors.isEmpty else { return try await blank(visit, form, status: .unprocessableContent) }
    let hash = form.way == .password ? await Password.hash(form.password) : nil
    let canMail = visit.services.settings.mail != nil
    do {
      let (id, link) = try await visit.write { [form] session in
        let writing = try MemberEditor(viewer, now: now, session)
        if form.way == .invitation, !canMail, !writing.access.mayHoldLinks {
          throw RejectedForm(errors: ["way": "member_error_no_mail"])
        }
        let (key, id, change) = try writing.create(form)
        if let hash { try SignIn.setPassword(hash: hash, user: key, now: machineNow, session) }
        let link =
          form.way == .invitation
          ? try MemberLink.send(.invitation, to: key, by: viewer, canMail: canMail, now: machineNow, session) : nil
        let filters = ["way=\(form.way.rawValue)", change.filters].filter { !$0.isEmpty }.joined(separator: "&")
        try Audit.note("member.create", by: viewer, subject: key, filters: filters, at: machineNow, session)
        return (id, link)
      }
      if let link { return try await show(visit, id, link: link) }
      return redirect(to: id, form.way == .invitation ? "invited" : "created")
    } catch let refused as RejectedForm {
      form.errors = refused.errors
      return try await blank(visit, form, status: .unprocessableContent)
    }
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    try await show(visit, try visit.parameter("id"), said: try visit.query()["said"])
  }

  /// - Parameters:
  ///   - said: the key of the message about what was just done.
  ///   - form: the rejected input; nil shows the stored values.
  ///   - errors: errors of other forms on the page.
  ///   - link: a secret to be passed on by hand; shown only this once.
  static func show(
    _ visit: WebRequest, _ id: String, said: String? = nil, form: MemberForm? = nil, errors: [String: String] = [:],
    link: String? = nil, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let viewer = try visit.viewer
    let access = MemberAccess(of: viewer)
    let (member, fields, places) = try await visit.read { session in
      (
        try MemberRecord(id, access, session), try CustomField.all(session),
        try MemberPlaces(form ?? MemberForm(), access, session)
      )
    }
    if visit.request.method == .get { visit.audit("member.view", subject: member.key) }
    var form = form ?? member.form
    form.errors.merge(errors) { $1 }
    return try MemberView(
      visit: visit, access: access, fields: fields, form: form, places: places, member: member, said: said, link: link
    ).response(status: status)
  }

  static func change(_ visit: WebRequest) async throws -> Response {
    let fields = try await visit.form()
    let (id, viewer, now, today) = (try visit.parameter("id"), try visit.viewer, visit.now, visit.today)
    let machineNow = visit.services.settings.machineNow()
    let typed = MemberForm(fields)
    if typed.search != nil { return try await show(visit, id, form: typed) }
    let canMail = visit.services.settings.mail != nil
    do {
      let isStillTheirs = try await visit.write { session in
        let writing = try MemberEditor(viewer, now: now, session)
        let member = try MemberRecord(id, writing.access, session)
        if member.deletedAt != nil { throw AccessDenied.notFound }
        var form = typed
        if member.isTheirs {
          if !form.showedEmail, !member.isWayInTheirs { form.texts["email"] = member.email }
          form.check(today: today, dateBefore: member.row["auto_delete_on"].integer)
          guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
        }
        let change = try writing.change(member, form)
        try Audit.note(
          "member.edit", by: viewer, subject: member.key, filters: change.filters, at: machineNow, session)
        if let address = change.formerAddress, canMail {
          try EmailNotification.add(.address, to: member.key, by: viewer.key, at: address, now: machineNow, session)
        }
        return try Scope.memberRecords(of: viewer).contains(member.key, session)
      }
      return isStillTheirs ? redirect(to: id, "saved") : .redirect(to: "/members", type: .normal)
    } catch let refused as RejectedForm {
      var form = typed
      form.errors = refused.errors
      return try await show(visit, id, form: form, status: .unprocessableContent)
    }
  }

  static func redirect(to id: String, _ said: String) -> Response {
    .redirect(to: "\(path(of: id))?said=\(said)", type: .normal)
  }

  static func path(of id: String) -> String { "/members/\(Query.encoded(id))" }
}

extension WebRequest {
  /// Today in the platform's time zone, in days since 1970-01-01.
  var today: Int { services.settings.style.time.day(at: now) }
}
