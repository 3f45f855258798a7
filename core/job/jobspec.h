// SPDX-License-Identifier: MIT
// core/job: what a job is. Plain values that the workflow, the store and the pipeline all speak of; no behaviour.
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

class QJsonObject;

namespace punchcard {

/// One secret of a job: its name and where the value comes from. Never the value.
struct SecretSource
{
    enum class From {
        File,  ///< a file that can be read again; `where` is its path
        Typed, ///< lies in the job's own keychain entry until it is sealed
        Set,   ///< a named set in the keychain; `where` is the set
    };
    QString name;
    From from = From::File;
    QString where = {};

    bool operator==(const SecretSource &) const = default;
};

/// A file or folder of the user's that travels with the script.
struct InputSource
{
    QString path; ///< on this computer
    QString name; ///< beside job.sh, relative, with `/`

    bool operator==(const InputSource &) const = default;
};

/// A table of which each row is an element of an array, and each column a variable of its script.
struct Parameters
{
    QStringList names = {};        ///< of the columns: names of variables
    QList<QStringList> rows = {};  ///< each as long as names
    QString file = {};             ///< on this computer: what it was read from

    bool operator==(const Parameters &) const = default;
};

/// Where a job lives on the server.
enum class Housing {
    Repository, ///< a repository of its own
    Standing,   ///< an orphan branch of its own in a standing repository
};

/// What to run, and how: a plain value, saved as spec.json.
struct JobSpec
{
    QString name = {};       ///< for people: the script's file name
    QString account = {};    ///< id of the account
    QString owner = {};      ///< user or organisation; empty: whoever the token belongs to
    std::optional<bool> ownerIsOrganisation = {}; ///< nullopt: found out
    Housing housing = Housing::Repository;
    QString standingRepository = {}; ///< its name; empty: the account's own
    QStringList runsOn = {QStringLiteral("ubuntu-latest")}; ///< all labels must match
    QString runnerGroup = {};
    bool isPrivate = true;
    bool deleteHouse = true; ///< what to do with the repository when all has been fetched
    bool oidc = false;       ///< id-token: write
    bool packages = false;   ///< packages: write
    QList<SecretSource> secrets = {};
    QList<InputSource> inputs = {};
    QStringList uploads = {}; ///< what else than `uploads/` comes back: paths beside job.sh, an artifact each
    int array = 0;           ///< 0: no array
    QStringList each = {};   ///< an array with one element for each of these
    Parameters params = {};  ///< an array with one element for each row
    QList<int> elements = {}; ///< which of the array's elements run, ascending from 0; empty: all
    std::optional<int> maxParallel = {}; ///< so many elements at once, at most
    bool failFast = false;   ///< the first element that fails ends the others
    bool merge = false;      ///< what all elements leave goes into one folder of outFolder, not into one each
    std::optional<int> timeoutMinutes = {};
    std::optional<bool> live = {}; ///< its output is sent while it runs; nullopt: settled when it is submitted
    std::optional<qint64> pollMs = {}; ///< --interval: the shortest interval between two looks
    bool mayLackSandbox = false; ///< on this computer: whoever submitted it was told that nothing keeps it from their files
    QString outFolder = {};  ///< where results are placed as well; empty: only the job's own folder
    bool overwrite = false;  ///< whether placing may replace files of other content

    bool operator==(const JobSpec &) const = default;
};

[[nodiscard]] QJsonObject toJson(const JobSpec &spec);
/// Malformed: a field has the wrong type. Unknown fields are left alone: a newer version may have written them.
[[nodiscard]] Result<JobSpec> specFromJson(const QJsonObject &json);

} // namespace punchcard
