// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/jobs/submission.h"

namespace punchcard {

/// What Run would do, told before it does it.
struct Preflight
{
    struct File
    {
        QString name = {};
        qint64 size = 0;
    };

    QList<File> files = {};       ///< what leaves the editor: the script, the workflow file, the first ten thousand inputs
    int fileCount = 0;
    qint64 bytes = 0;
    QString visibleTo = {};       ///< one sentence
    QStringList rights = {};      ///< what the job may do, a sentence each
    QStringList secrets = {};     ///< their names
    QStringList created = {};     ///< on the server or on this computer, a sentence each
    QStringList removed = {};     ///< at the end, likewise; what is kept too
    QStringList notes = {};       ///< what is mended before it is sent
    std::optional<Error> loss = {};    ///< what the script leaves cannot be brought back
    std::optional<Error> danger = {};  ///< nothing keeps the script from the user's files
    std::optional<Error> problem = {}; ///< why it cannot be submitted as it is
    bool isBoundByTerms = false;  ///< GitHub's own machines would run it
};

/// What only others can tell.
struct Surroundings
{
    Result<> sandbox = {};       ///< what Sessions::sandbox() says
    std::optional<Error> loss = {}; ///< what lossByRules() says
};

/// Reads the inputs and, by check(), everything else that is local. Blocks: call it on the pool.
[[nodiscard]] Preflight preflight(const Submission &submission, const Account &account, const Surroundings &around);

/// GitHub's terms on what its machines are for.
[[nodiscard]] QUrl runnerTermsPage();

} // namespace punchcard
