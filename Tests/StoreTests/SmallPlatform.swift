/// A small platform with a record of most kinds, as CSV texts: the base for tests of bad input.
enum SmallPlatform {
  static let now = "2026-03-15T12:00:00Z"
  static let then = "2025-01-01T00:00:00Z"

  static let users = "id,email,first_name,last_name,created_at"
  static let attempts = "id,user,course,program_session,started_at,last_activity_at,time_spent,progress,score"

  static let texts: [String: String] = [
    "custom_fields": "id,title,type\nf,Office,text\nd,Born,date\n",
    "users": """
    \(users),deleted_at,custom:f,custom:d
    o,o@x.org,Olga,Owner,\(then),,Rome,2000-02-29
    a,a@x.org,Ann,A,\(then),,,
    b,b@x.org,Bob,B,\(then),,,
    gone,gone@x.org,Gone,G,\(then),\(then),,

    """,
    "identities": "user,kind,value\na,mbox,a@x.org\na,scim,e-1\n",
    "managers": "user,manager\na,b\n",
    "groups": "id,name,parent\nteam,Team,root\nroot,Platform,\nsub,Sub,team\n",
    "memberships": "group,user,role,since\nroot,o,owner,\nteam,a,learner,2025-01-01T00:00:00Z\n",
    "courses": "id,name,author,duplicate_of,created_at\nc,Course,o,,\(then)\ncopy,Copy,a,c,\(then)\n",
    "activities": "id,course,required,name\nhttps://x.org/c/1,c,false,Part\nhttps://x.org/d/1,d,,\n",
    "tags": "id,name\nt,Tag\n",
    "questions": "id,course,interaction,statement,tags\nq,c,true-false,Is it?,t\n",
    "assessments": "id,name,tags\nas,Exam,t\n",
    "classrooms": "id,name\nr,Room\n",
    "classroom_slots": "id,classroom,starts_at\ns,r,\(then)\n",
    "programs": "id,name\np,Program\n",
    "program_blocks": "program,position,kind,item\np,1,course,c\np,2,assessment,as\np,3,classroom,r\n",
    "program_sessions": "id,program,name,created_at,instructors\nps,p,Session,\(then),b\n",
    "paths": "id,name\nh,Path\n",
    "path_steps": "path,position,kind,item,min_score\nh,1,program,ps,50\n",
    "path_sessions": "id,path,name,created_at\nhs,h,Session,\(then)\n",
    "enrolments": """
    kind,session,user,origin,group,enrolled_at
    program,ps,a,group,team,\(then)
    path,hs,a,individual,,\(then)

    """,
    "attempts": """
    \(attempts)
    x1,a,c,ps,2025-02-01T10:00:00Z,2025-02-01T11:00:00Z,600,100,80
    x2,a,c,ps,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,300,50,60
    x1,b,copy,,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,60,10,

    """,
    "answers": "id,user,question,attempt,answered_at,score\nn1,a,q,x1,\(then),100\n",
    "assessment_results": "id,user,assessment,program_session,assessed_at,score\nm1,a,as,ps,\(then),70\n",
    "attendances": "slot,user,status,program_session\ns,a,present,ps\n",
    "certificates": "id,user,name,kind,path_session,delivered_at\nk1,a,Diploma,path,hs,\(then)\n",
    "posts":
      "id,author,kind,place,place_id,reply_to,created_at\nb1,a,message,group,team,,\(then)\nb2,b,message,group,team,b1,\(then)\n",
    "reactions": "id,user,kind,post,course,activity,created_at\nz1,b,like,b1,,,\(then)\nz2,b,useful,,c,s1,\(then)\n",
  ]

  /// A users file with these rows.
  static func users(_ rows: String...) -> String { ([users + ",deleted_at"] + rows).joined(separator: "\n") + "\n" }
  static func attempts(_ rows: String...) -> String { ([attempts] + rows).joined(separator: "\n") + "\n" }
}
