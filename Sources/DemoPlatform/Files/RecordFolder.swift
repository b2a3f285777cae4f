/// The open files of a records folder, one per kind, in the format of `records.md`.
final class RecordFolder {
  let users: RecordFile
  let customFields: RecordFile
  let managers: RecordFile
  let groups: RecordFile
  let memberships: RecordFile
  let courses: RecordFile
  let tags: RecordFile
  let questions: RecordFile
  let assessments: RecordFile
  let classrooms: RecordFile
  let classroomSlots: RecordFile
  let programs: RecordFile
  let programBlocks: RecordFile
  let programSessions: RecordFile
  let paths: RecordFile
  let pathSteps: RecordFile
  let pathSessions: RecordFile
  let enrolments: RecordFile
  let attempts: RecordFile
  let answers: RecordFile
  let assessmentResults: RecordFile
  let attendances: RecordFile
  let certificates: RecordFile
  let posts: RecordFile
  let reactions: RecordFile

  private static let userColumns =
    "id,email,first_name,last_name,title,additional_information,language,time_zone,created_at,channel,invited_by,"
    + "auto_delete_on,deleted_at" + CustomField.all.map { ",custom:\($0.id)" }.joined()
  private static let courseColumns =
    "id,name,author,co_authors,group,duplicate_of,created_at,published_at,published_by,archived_at,url"
  private static let attemptColumns =
    "id,user,course,program_session,path_session,started_at,last_activity_at,time_spent,progress,score,completed_at,language"
  private static let assessmentResultColumns =
    "id,user,assessment,program_session,path_session,assessed_at,assessor,passed,score"
  private static let certificateColumns =
    "id,user,name,kind,path_session,program_session,delivered_at,expires_at"
  private let all: [RecordFile]

  /// Creates the folder, which must be new or empty, and opens every file.
  init(_ folder: String) throws {
    try makeEmptyFolder(folder)
    var opened: [RecordFile] = []
    func file(_ kind: String, _ header: String) throws -> RecordFile {
      let file = try RecordFile(path: "\(folder)/\(kind).csv", header: header)
      opened.append(file)
      return file
    }
    users = try file("users", Self.userColumns)
    customFields = try file("custom_fields", "id,title,type")
    managers = try file("managers", "user,manager,since,until")
    groups = try file("groups", "id,name,parent,created_at")
    memberships = try file("memberships", "group,user,role,since,until")
    courses = try file("courses", Self.courseColumns)
    tags = try file("tags", "id,name")
    questions = try file("questions", "id,course,interaction,statement,choices,correct,tags")
    assessments = try file("assessments", "id,name,tags")
    classrooms = try file("classrooms", "id,name")
    classroomSlots = try file("classroom_slots", "id,classroom,starts_at,ends_at")
    programs = try file("programs", "id,name")
    programBlocks = try file("program_blocks", "program,position,kind,item,mandatory")
    let session = "name,created_at,starts_at,ends_at,instructors"
    programSessions = try file("program_sessions", "id,program," + session)
    paths = try file("paths", "id,name")
    pathSteps = try file("path_steps", "path,position,kind,item,mandatory,min_score,attempts_limit,due_after_days")
    pathSessions = try file("path_sessions", "id,path," + session)
    enrolments = try file("enrolments", "kind,session,user,origin,group,enrolled_at,unenrolled_at")
    attempts = try file("attempts", Self.attemptColumns)
    answers = try file("answers", "id,user,question,attempt,answered_at,response,score")
    assessmentResults = try file("assessment_results", Self.assessmentResultColumns)
    attendances = try file("attendances", "slot,user,status,program_session,path_session")
    certificates = try file("certificates", Self.certificateColumns)
    posts = try file("posts", "id,author,kind,place,place_id,reply_to,created_at,archived_at,text")
    reactions = try file("reactions", "id,user,kind,post,course,activity,created_at")
    all = opened
  }

  /// Rows written so far, in all files.
  var rows: Int { all.reduce(0) { $0 + $1.rows } }

  /// Throws the first error of any file.
  func check() throws {
    for file in all { if let failure = file.failure { throw failure } }
  }

  func close() throws {
    for file in all { try file.close() }
  }
}
