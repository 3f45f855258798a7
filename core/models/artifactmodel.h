// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/filetree.h"
#include "core/jobs/desk.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QUrl>

namespace punchcard {

/// What a job brings back: an artifact a row, and below it the files that lie here. Rows come as the store tells of them,
/// files as they are unpacked; folders are read on the pool.
class ArtifactModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, Kind, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< FileKind
        PathRole,                    ///< on this computer; empty: it is not here
        SizeRole,                    ///< bytes here, or as announced
        ItemRole,                    ///< ItemId as qint64 for an artifact, 0 for a file
        StateRole,                   ///< Item::State of the artifact
        WhyRole,                     ///< of an artifact that was refused or is gone
        DoneRole,                    ///< bytes of a transfer under way; -1: none
        TotalRole,                   ///< bytes; -1: nobody knows
        ProgressTextRole,            ///< of the same: how much, how fast, how long still
        FilesRole,                   ///< below a folder or artifact
        ExecutableRole,
        DigestRole,                  ///< "sha256:…" as announced for an artifact
        PausableRole,                ///< whether it is under way, or will be, and this process decides
        PausedRole,                  ///< the user holds it back
        ElementRole,                 ///< of an array, which brought the artifact; -1: none
    };

    explicit ArtifactModel(Desk &desk, QObject *parent = nullptr);
    ~ArtifactModel() override;

    /// Shows @p job's results, or nothing.
    void setJob(std::optional<JobId> job);
    /// As last read from the store; nullopt: none is shown, or it is still being read.
    [[nodiscard]] const std::optional<Job> &job() const { return m_job; }
    /// The files and folders of @p indexes that are here, without those that lie in another of them.
    [[nodiscard]] QList<QUrl> urls(const QModelIndexList &indexes) const;
    /// Holds the download of the artifact back, or lets it go on; nothing for what is not Pausable.
    void setPaused(const QModelIndex &artifact, bool paused);
    /// A folder tells of its first thousand children, and of more when whoever shows it asks. Not by fetchMore(): a QTreeView
    /// calls that until there is no more, and lays out everything anew each time.
    [[nodiscard]] bool hasMore(const QModelIndex &folder) const;
    void tellMore(const QModelIndex &folder);
    /// Whether a folder is being read just now.
    [[nodiscard]] bool isReading() const { return m_reading > 0; }
    /// The first artifact of an array's element; invalid: it has none.
    [[nodiscard]] QModelIndex indexOfElement(int number) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    /// Plain file URLs: nothing is copied before the drop.
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    [[nodiscard]] Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

signals:
    /// The job was read anew: its state, its items, or both.
    void jobRead();
    void failed(const punchcard::Error &error);

private:
    struct Artifact;

    void reload();
    void take(Job job);
    void takeItem(const Item &item);
    void removeVanished(const QList<Item> &items);
    void changed(const FileNode *node);
    void takeProgress(ItemId item, const Progress &progress);
    void readFolder(Artifact &artifact);
    void takeTree(ItemId item, const Result<FileNodePtr> &tree);
    void merge(FileNode &known, FileNode &seen);
    void insertRun(FileNode &known, int at, FileNode &seen, std::size_t from, std::size_t to);
    void removeRun(FileNode &known, int from, int to);
    static void number(FileNode &folder, std::size_t from);
    void numberArtifacts(std::size_t from);
    /// Of how many children of @p folder the model tells.
    [[nodiscard]] static std::size_t toldOf(const FileNode &folder);
    /// Whether @p node has an index.
    [[nodiscard]] static bool isTold(const FileNode *node);
    [[nodiscard]] Artifact *artifact(ItemId item) const;
    [[nodiscard]] bool isPausable(const Artifact &artifact) const;
    [[nodiscard]] QString progressText(const Artifact &artifact) const;
    [[nodiscard]] const Artifact &artifactOf(const FileNode *node) const;
    [[nodiscard]] QModelIndex indexOf(const FileNode *node, int column = 0) const;
    [[nodiscard]] QString pathOf(const FileNode *node) const;
    [[nodiscard]] QString nameOf(const Artifact &artifact) const;
    [[nodiscard]] QVariant artifactData(const Artifact &artifact, int role) const;

    Desk &m_desk;
    std::optional<JobId> m_id;
    std::optional<Job> m_job;
    /// By element, if they have one, and the newest attempt first.
    std::vector<std::unique_ptr<Artifact>> m_artifacts;
    QHash<ItemId, Artifact *> m_byItem;
    bool m_isAsking = false; ///< for the job
    bool m_askAgain = false; ///< what comes will be old
    int m_generation = 0; ///< answers to what was asked for another job are dropped
    int m_reading = 0;
    bool m_severalAttempts = false;
};

} // namespace punchcard
