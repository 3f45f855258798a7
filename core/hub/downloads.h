// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/logzip.h"
#include "core/hub/state.h"
#include "core/hub/webserver.h"

#include <QCoroTask>

#include <list>
#include <map>

namespace punchcard::hub {

/// The second origin: logs and artifacts under signed links that live for a minute, as GitHub has them on a storage host.
/// It serves ranges, and refuses whoever shows it a token, as Azure does.
class Downloads : public QObject
{
    Q_OBJECT

public:
    explicit Downloads(State &state);

    void setOrigin(const QString &origin) { m_origin = origin; }
    void handle(const WebServer &server, const Request &request, const ReplyPtr &reply);

    [[nodiscard]] QString jobLog(const JobRecord &job) const;
    [[nodiscard]] QString artifact(const ArtifactRecord &artifact) const;
    /// The link to all logs of an attempt. Packing begins now; the link waits for its end.
    [[nodiscard]] QString runLogs(const RunRecord &run, const AttemptRecord &attempt);
    /// Deletes all logs of a run.
    void removeLogs(const RunRecord &run);
    /// Whether somebody is being sent something, or something is being packed.
    [[nodiscard]] bool isBusy() const { return m_streams > 0 || !m_packing.empty(); }

private:
    using Ready = std::function<void(const Result<> &)>;

    [[nodiscard]] QString signedLink(const QString &path) const;
    [[nodiscard]] QByteArray signature(const QString &path, const QString &expiry) const;
    [[nodiscard]] bool isSigned(const Request &request) const;
    [[nodiscard]] QString archive(const RunRecord &run, int attempt) const;
    [[nodiscard]] QList<ZipMember> members(const AttemptRecord &attempt);
    void withArchive(const RunRecord &run, const AttemptRecord &attempt, Ready ready);
    static QCoro::Task<> pack(QPointer<Downloads> self, QString zip, QList<ZipMember> members);
    void packed(const QString &zip, const Result<> &result);
    void send(const ReplyPtr &reply, Answer answer);

    State &m_state;
    QString m_origin;
    QByteArray m_key;
    std::map<QString, QList<Ready>> m_packing;
    std::list<QCoro::Task<>> m_tasks;
    int m_streams = 0;
};

} // namespace punchcard::hub
