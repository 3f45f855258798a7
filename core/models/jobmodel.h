// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/inputprogress.h"
#include "core/logs/livetext.h"
#include "core/models/jobstate.h"
#include "core/store/jobstore.h"

#include <QAbstractTableModel>
#include <QDate>
#include <QHash>

namespace punchcard {

class Desk;

/// The jobs of a home, newest first, as a table; follows the desk row by row.
class JobModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, StateColumn, RunnerColumn, AccountColumn, CreatedColumn, TimeColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< qint64
        UidRole,
        StateRole,        ///< JobState
        WaitingForRole,   ///< QString, to follow "waiting for"; null: it does not wait
        SendingRole,      ///< QString, how far its inputs are sent; null: they are not being sent
        WaitingUntilRole, ///< qint64, ms since 1970; invalid: until the user does something
        RunnerRole,       ///< runnerText()
        AccountRole,      ///< the account's name
        AccountIdRole,
        CreatedRole,      ///< qint64, ms since 1970
        DayRole,          ///< QDate, local: what rows are grouped by
        ElapsedRole,      ///< qint64, ms: until now, or in total when it is over
        IsOpenRole,       ///< bool: not over
        WaitsAtEndRole,   ///< bool: it has ended, and waits for something before it is over
        ProgressRole,     ///< int, percent, as the script says, of an array by its elements; invalid: nobody says, or it does not run
        RaceRole,         ///< qint64, the race that it takes part in; invalid: in none
        LeftRole,         ///< qint64, ms until the script thinks that it ends; invalid: it does not say
        ElementsRole,     ///< int, of its array; 0: it is none
        ElementsOverRole,
        ElementsFailedRole,
    };

    struct Counts
    {
        int running = 0;
        int queued = 0;
        int waiting = 0;

        bool operator==(const Counts &) const = default;
    };

    explicit JobModel(Desk &desk, QObject *parent = nullptr);

    /// Reads all; loaded() follows, or failed().
    void load();
    /// Names of accounts changed.
    void loadAccounts();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const Counts &counts() const { return m_counts; }
    [[nodiscard]] const QList<store::JobSummary> &jobs() const { return m_jobs; }
    /// Invalid when there is none of that number.
    [[nodiscard]] QModelIndex indexOf(JobId id) const;
    [[nodiscard]] const QHash<QString, QString> &accountNames() const { return m_accounts; }

signals:
    void loaded();
    void failed(const punchcard::Error &error);
    void countsChanged();
    /// A job went from one state to another while it was watched.
    void stateChanged(punchcard::JobId job, punchcard::JobState before, punchcard::JobState now);

private:
    void follow(JobId id, store::Change what);
    void readNext();
    void tellSending(JobId id, const InputProgress &progress);
    [[nodiscard]] store::JobSummary withUntoldWait(store::JobSummary job) const;
    void place(const store::JobSummary &job);
    void remove(JobId id);
    void advance(JobId id, const std::optional<LiveProgress> &progress);
    void recount();
    [[nodiscard]] qsizetype rowFor(JobId id) const;
    [[nodiscard]] QVariant text(const store::JobSummary &job, int column) const;
    [[nodiscard]] QVariant progressOf(const store::JobSummary &job) const;
    [[nodiscard]] QDate dayOf(Time time) const;

    Desk &m_desk;
    QList<store::JobSummary> m_jobs; ///< by number, greatest first
    QHash<QString, QString> m_accounts;
    QHash<JobId, QString> m_sending; ///< SendingRole
    QHash<JobId, LiveProgress> m_progress; ///< of those that run, as they said last
    QList<JobId> m_stale;
    bool m_reading = false;
    bool m_loaded = false;
    Counts m_counts;
    // Rows are asked for their day one after the other, and most share it.
    mutable Time m_dayBegins = {};
    mutable Time m_dayEnds = {};
    mutable QDate m_day;
};

} // namespace punchcard
