// SPDX-License-Identifier: MIT
#include "core/models/artifactmodel.h"

#include "core/job/array.h"
#include "core/jobs/livefiles.h"
#include "core/models/elements.h"
#include "core/models/transferrate.h"
#include "core/models/wording.h"
#include "core/store/jobfolder.h"
#include "core/workflow/jobworkflow.h"

#include <QDir>
#include <QElapsedTimer>
#include <QMimeData>
#include <QSet>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t slice = 2'000;
// How often a folder that is being unpacked is looked at.
constexpr qint64 lookInterval = 1000;

// Whether a row would look the same.
bool isSame(const Item &a, const Item &b)
{
    return a.state == b.state && a.size == b.size && a.name == b.name && a.why == b.why && a.path == b.path && a.attempt == b.attempt
        && a.digest == b.digest;
}

// What came back last is what one looks for.
bool standsBefore(const Item &a, int aElement, const Item &b, int bElement)
{
    return aElement != bElement ? aElement < bElement : a.attempt != b.attempt ? a.attempt > b.attempt : a.id < b.id;
}

// An element has one artifact as a rule, and then what it is about says more than that one's name.
QString elementName(const JobSpec &spec, int element, const QString &name)
{
    const QString own = name.section(u'-', 0, -2);
    const QString about = elementText(spec, element);
    if (about.isEmpty())
        return ArtifactModel::tr("%1 · %2", "number of an element, its artifact").arg(element).arg(own);
    if (own == workflow::uploadsArtifact(-1))
        return ArtifactModel::tr("%1 · %2", "number of an element, what it is about").arg(element).arg(about);
    return ArtifactModel::tr("%1 · %2 · %3", "number of an element, what it is about, its artifact").arg(element).arg(about, own);
}

QString kindText(FileKind kind)
{
    switch (kind) {
    case FileKind::Folder: return ArtifactModel::tr("Folder");
    case FileKind::Text: return ArtifactModel::tr("Text");
    case FileKind::Script: return ArtifactModel::tr("Script");
    case FileKind::Program: return ArtifactModel::tr("Program");
    case FileKind::Image: return ArtifactModel::tr("Image");
    case FileKind::Sound: return ArtifactModel::tr("Sound");
    case FileKind::Film: return ArtifactModel::tr("Film");
    case FileKind::Document: return ArtifactModel::tr("Document");
    case FileKind::Archive: return ArtifactModel::tr("Archive");
    case FileKind::Data: return ArtifactModel::tr("Data");
    }
    return {};
}

// Whole texts for what is known: other languages put them in another order.
QString rateText(const TransferRate &rate)
{
    const Progress &progress = rate.progress();
    const QString done = sizeText(progress.done);
    if (progress.total < 0)
        return done;
    const QString total = sizeText(progress.total);
    const std::optional<qint64> speed = rate.speed();
    if (!speed)
        return ArtifactModel::tr("%1 of %2").arg(done, total);
    const std::optional<Milliseconds> left = rate.remaining();
    if (!left)
        return ArtifactModel::tr("%1 of %2, %3/s").arg(done, total, sizeText(*speed));
    return ArtifactModel::tr("%1 of %2, %3/s, %4 left").arg(done, total, sizeText(*speed), secondsText(left));
}

} // namespace

struct ArtifactModel::Artifact
{
    Item item;
    int element = -1;
    FileNode root; ///< its row is the artifact's
    std::optional<Progress> progress;
    TransferRate rate;
    std::optional<Item::State> readIn; ///< the state in which its folder was last read
    bool reading = false;
    bool readAgain = false;
    bool missing = false; ///< its folder is gone from this computer
    QElapsedTimer lastRead;
};

ArtifactModel::ArtifactModel(Desk &desk, QObject *parent)
    : QAbstractItemModel(parent)
    , m_desk(desk)
{
    connect(&desk, &Desk::jobChanged, this, [this](JobId job, store::Change) {
        if (job == m_id)
            reload();
    });
    connect(&desk, &Desk::progressed, this, [this](JobId job, ItemId item, const Progress &progress) {
        if (job == m_id)
            takeProgress(item, progress);
    });
}

ArtifactModel::~ArtifactModel() = default;

void ArtifactModel::setJob(std::optional<JobId> job)
{
    if (job == m_id)
        return;
    beginResetModel();
    ++m_generation;
    m_reading = 0;
    m_isAsking = false;
    m_id = job;
    m_job.reset();
    m_artifacts.clear();
    m_byItem.clear();
    endResetModel();
    emit jobRead();
    if (job)
        reload();
}

// A big array changes faster than it can be read.
void ArtifactModel::reload()
{
    m_askAgain = m_isAsking;
    if (m_isAsking)
        return;
    m_isAsking = true;
    QCoro::connect(m_desk.store().job(*m_id), this, [this, generation = m_generation](const Result<Job> &job) {
        if (generation != m_generation)
            return;
        m_isAsking = false;
        if (m_askAgain)
            reload();
        if (job)
            take(*job);
        else if (job.error().kind == Error::Kind::Missing)
            setJob(std::nullopt); // forgotten
        else
            emit failed(job.error());
    });
}

void ArtifactModel::take(Job job)
{
    const bool severalAttempts = std::ranges::any_of(job.runs, [](const Run &run) { return run.attempts.size() > 1; });
    m_job = std::move(job);
    QList<Item> artifacts = m_job->items;
    artifacts.removeIf([](const Item &item) { return item.kind != Item::Kind::Artifact; });
    removeVanished(artifacts);
    for (const Item &item : std::as_const(artifacts))
        takeItem(item);
    if (severalAttempts != std::exchange(m_severalAttempts, severalAttempts) && !m_artifacts.empty())
        emit dataChanged(index(0, 0), index(int(m_artifacts.size()) - 1, ColumnCount - 1));
    emit jobRead();
}

void ArtifactModel::removeVanished(const QList<Item> &items)
{
    QSet<ItemId> there;
    there.reserve(items.size());
    for (const Item &item : items)
        there.insert(item.id);
    for (int row = int(m_artifacts.size()) - 1; row >= 0; --row) {
        const ItemId id = m_artifacts[std::size_t(row)]->item.id;
        if (there.contains(id))
            continue;
        beginRemoveRows({}, row, row);
        m_byItem.remove(id);
        m_artifacts.erase(m_artifacts.begin() + row);
        numberArtifacts(std::size_t(row));
        endRemoveRows();
    }
}

void ArtifactModel::takeItem(const Item &item)
{
    Artifact *known = artifact(item.id);
    if (!known) {
        auto fresh = std::make_unique<Artifact>();
        fresh->item = item;
        fresh->element = elementOfArtifact(m_job->spec, item.name);
        known = fresh.get();
        const auto place = std::ranges::partition_point(
            m_artifacts, [known](const auto &other) { return !standsBefore(known->item, known->element, other->item, other->element); });
        const int row = int(place - m_artifacts.begin());
        beginInsertRows({}, row, row);
        m_artifacts.insert(place, std::move(fresh));
        m_byItem.insert(item.id, known);
        numberArtifacts(std::size_t(row));
        endInsertRows();
    } else if (!isSame(known->item, item)) {
        known->item = item;
        if (item.state != Item::State::PartlyHere)
            known->progress.reset();
        changed(&known->root);
    }
    const bool mayLieHere = item.state == Item::State::Here || item.state == Item::State::Refused || item.state == Item::State::PartlyHere;
    if (mayLieHere && known->readIn != item.state)
        readFolder(*known);
}

void ArtifactModel::changed(const FileNode *node)
{
    if (!isTold(node))
        return;
    emit dataChanged(indexOf(node, 0), indexOf(node, ColumnCount - 1));
}

void ArtifactModel::takeProgress(ItemId item, const Progress &progress)
{
    Artifact *known = artifact(item);
    if (!known || known->item.state == Item::State::Here)
        return;
    known->progress = progress;
    known->rate.add(Clock::system().now(), progress);
    changed(&known->root);
    if (!known->lastRead.isValid() || known->lastRead.hasExpired(lookInterval))
        readFolder(*known);
}

// -- the files

void ArtifactModel::readFolder(Artifact &known)
{
    known.readAgain = known.reading;
    if (known.reading)
        return;
    known.reading = true;
    known.readIn = known.item.state;
    ++m_reading;
    const Context context;
    QCoro::connect(readTree(pathOf(&known.root), context), this,
                   [this, id = known.item.id, generation = m_generation](const Result<FileNodePtr> &tree) {
                       if (generation == m_generation)
                           takeTree(id, tree);
                   });
}

void ArtifactModel::takeTree(ItemId item, const Result<FileNodePtr> &tree)
{
    --m_reading;
    Artifact *known = artifact(item);
    if (!known)
        return;
    known->reading = false;
    known->lastRead.start();
    FileNode nothing;
    known->missing = !tree && known->item.state == Item::State::Here;
    merge(known->root, tree ? **tree : nothing);
    if (known->readAgain || (known->readIn != known->item.state && known->item.state != Item::State::Gone))
        readFolder(*known);
}

// Both are in order: what is in both stays, so that nobody loses their place in the tree.
void ArtifactModel::merge(FileNode &known, FileNode &seen)
{
    std::size_t at = 0;
    std::size_t next = 0;
    while (at < known.children.size() || next < seen.children.size()) {
        const auto before = [](const FileNode &a, const FileNode &b) { return comesBefore(a, b); };
        const bool mine = at < known.children.size();
        const bool theirs = next < seen.children.size();
        if (theirs && (!mine || before(*seen.children[next], *known.children[at]))) {
            std::size_t end = next + 1;
            while (end < seen.children.size() && (!mine || before(*seen.children[end], *known.children[at])))
                ++end;
            insertRun(known, int(at), seen, next, end);
            at += end - next;
            next = end;
        } else if (!theirs || before(*known.children[at], *seen.children[next])) {
            std::size_t end = at + 1;
            while (end < known.children.size() && (!theirs || before(*known.children[end], *seen.children[next])))
                ++end;
            removeRun(known, int(at), int(end));
        } else {
            merge(*known.children[at++], *seen.children[next++]);
        }
    }
    const bool differs = known.size != seen.size || known.files != seen.files || known.executable != seen.executable;
    known.size = seen.size;
    known.files = seen.files;
    known.executable = seen.executable;
    if (known.parent)
        known.kind = seen.kind;
    if (differs || !known.parent)
        changed(&known);
}

void ArtifactModel::insertRun(FileNode &known, int at, FileNode &seen, std::size_t from, std::size_t to)
{
    const auto place = std::size_t(at);
    const bool told = isTold(&known);
    const std::size_t before = toldOf(known);
    const std::size_t asked = known.asked;
    const std::size_t fresh = std::min(to - from, asked - std::min(asked, place));
    // What is pushed out at the end is told of again when it is asked for.
    const std::size_t pushed = before + fresh - std::min(asked, known.children.size() + to - from);
    if (told && pushed > 0) {
        beginRemoveRows(indexOf(&known), int(before - pushed), int(before) - 1);
        known.asked = before - pushed;
        endRemoveRows();
    }
    if (told && fresh > 0)
        beginInsertRows(indexOf(&known), at, at + int(fresh) - 1);
    const auto first = seen.children.begin();
    known.children.insert(known.children.begin() + at, std::make_move_iterator(first + qptrdiff(from)),
                          std::make_move_iterator(first + qptrdiff(to)));
    number(known, place);
    known.asked = asked;
    if (told && fresh > 0)
        endInsertRows();
}

void ArtifactModel::removeRun(FileNode &known, int from, int to)
{
    const bool told = isTold(&known);
    const std::size_t before = toldOf(known);
    const std::size_t asked = known.asked;
    const std::size_t gone = std::min(std::size_t(to), before) - std::min(std::size_t(from), before);
    if (told && gone > 0)
        beginRemoveRows(indexOf(&known), from, from + int(gone) - 1);
    known.children.erase(known.children.begin() + from, known.children.begin() + to);
    number(known, std::size_t(from));
    known.asked = before - gone;
    if (told && gone > 0)
        endRemoveRows();
    // Others have moved up to where they are told of.
    const std::size_t now = std::min(asked, known.children.size());
    if (told && now > known.asked)
        beginInsertRows(indexOf(&known), int(known.asked), int(now) - 1);
    const bool more = now > known.asked;
    known.asked = asked;
    if (told && more)
        endInsertRows();
}

void ArtifactModel::number(FileNode &folder, std::size_t from)
{
    for (std::size_t row = from; row < folder.children.size(); ++row) {
        folder.children[row]->parent = &folder;
        folder.children[row]->row = int(row);
    }
}

void ArtifactModel::numberArtifacts(std::size_t from)
{
    for (std::size_t row = from; row < m_artifacts.size(); ++row)
        m_artifacts[row]->root.row = int(row);
}

std::size_t ArtifactModel::toldOf(const FileNode &folder)
{
    return std::min(folder.asked, folder.children.size());
}

bool ArtifactModel::isTold(const FileNode *node)
{
    for (; node->parent; node = node->parent) {
        if (std::size_t(node->row) >= node->parent->asked)
            return false;
    }
    return true;
}

bool ArtifactModel::hasMore(const QModelIndex &folder) const
{
    if (!folder.isValid() || folder.column() != 0)
        return false;
    const auto *node = static_cast<const FileNode *>(folder.constInternalPointer());
    return node->asked < node->children.size();
}

void ArtifactModel::tellMore(const QModelIndex &folder)
{
    if (!hasMore(folder))
        return;
    auto *node = static_cast<FileNode *>(folder.internalPointer());
    const std::size_t asked = std::min(node->asked + slice, node->children.size());
    beginInsertRows(folder, int(node->asked), int(asked) - 1);
    node->asked = asked;
    endInsertRows();
}

// -- where things are

ArtifactModel::Artifact *ArtifactModel::artifact(ItemId item) const
{
    return m_byItem.value(item);
}

const ArtifactModel::Artifact &ArtifactModel::artifactOf(const FileNode *node) const
{
    while (node->parent)
        node = node->parent;
    return *m_artifacts[std::size_t(node->row)];
}

QModelIndex ArtifactModel::indexOf(const FileNode *node, int column) const
{
    return createIndex(node->row, column, node);
}

QModelIndex ArtifactModel::indexOfElement(int number) const
{
    const auto found = std::ranges::partition_point(m_artifacts, [number](const auto &artifact) { return artifact->element < number; });
    return found != m_artifacts.end() && (*found)->element == number ? indexOf(&(*found)->root) : QModelIndex();
}

QString ArtifactModel::pathOf(const FileNode *node) const
{
    QStringList names;
    for (const FileNode *part = node; part->parent; part = part->parent)
        names.prepend(part->name);
    names.prepend(artifactOf(node).item.path);
    return store::JobFolder(m_desk.store().home(), m_job->uid).path() + u'/' + names.join(u'/');
}

QList<QUrl> ArtifactModel::urls(const QModelIndexList &indexes) const
{
    QSet<const void *> chosen;
    for (const QModelIndex &index : indexes)
        chosen.insert(index.constInternalPointer());
    QList<QUrl> urls;
    QSet<const void *> taken;
    for (const QModelIndex &index : indexes) {
        const auto *node = static_cast<const FileNode *>(index.constInternalPointer());
        const FileNode *above = node->parent;
        while (above && !chosen.contains(above))
            above = above->parent;
        const QString path = index.data(PathRole).toString();
        if (above || path.isEmpty() || taken.contains(node))
            continue;
        taken.insert(node);
        urls.append(QUrl::fromLocalFile(path));
    }
    return urls;
}

QModelIndex ArtifactModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, &m_artifacts[std::size_t(row)]->root);
    const auto *folder = static_cast<const FileNode *>(parent.constInternalPointer());
    return createIndex(row, column, folder->children[std::size_t(row)].get());
}

QModelIndex ArtifactModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const auto *node = static_cast<const FileNode *>(child.constInternalPointer());
    return node->parent ? indexOf(node->parent) : QModelIndex();
}

int ArtifactModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_artifacts.size());
    if (parent.column() != 0)
        return 0;
    return int(toldOf(*static_cast<const FileNode *>(parent.constInternalPointer())));
}

int ArtifactModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

// -- what is shown

QString ArtifactModel::nameOf(const Artifact &known) const
{
    const QString name = known.element < 0 ? known.item.name : elementName(m_job->spec, known.element, known.item.name);
    if (isSoFar(known.item) && !m_job->isOver())
        return tr("%1, so far", "what a running script has handed over").arg(name);
    return m_severalAttempts ? tr("%1 (attempt %2)").arg(name).arg(known.item.attempt) : name;
}

bool ArtifactModel::isPausable(const Artifact &known) const
{
    return !isSettled(known.item) && m_id && m_desk.drives(*m_id);
}

QString ArtifactModel::progressText(const Artifact &known) const
{
    if (!isPausable(known) || !m_desk.isPaused(*m_id, known.item.id))
        return known.progress ? rateText(known.rate) : QString();
    if (!known.progress || known.progress->total < 0)
        return tr("Paused");
    return tr("%1 of %2, paused").arg(sizeText(known.progress->done), sizeText(known.progress->total));
}

void ArtifactModel::setPaused(const QModelIndex &index, bool paused)
{
    if (!index.data(PausableRole).toBool())
        return;
    Artifact *known = artifact(ItemId(index.data(ItemRole).toLongLong()));
    m_desk.setPaused(*m_id, known->item.id, paused);
    known->rate = {}; // as fast as it is from now on
    if (known->progress)
        known->rate.add(Clock::system().now(), *known->progress);
    changed(&known->root);
}

QVariant ArtifactModel::artifactData(const Artifact &known, int role) const
{
    const bool lies = !known.root.children.empty();
    switch (role) {
    case PathRole: return lies ? pathOf(&known.root) : QString();
    case SizeRole: return lies ? known.root.size : known.item.size;
    case ItemRole: return qint64(known.item.id);
    case StateRole: return int(known.item.state);
    case WhyRole:
        return known.missing ? tr("Its files are no longer in the job's folder. Fetch them again, if the server still has them.")
                             : known.item.why;
    case DoneRole: return known.progress ? known.progress->done : -1;
    case TotalRole: return known.progress ? known.progress->total : -1;
    case ProgressTextRole: return progressText(known);
    case DigestRole: return known.item.digest;
    case PausableRole: return isPausable(known);
    case PausedRole: return isPausable(known) && m_desk.isPaused(*m_id, known.item.id);
    case ElementRole: return known.element;
    default: return {};
    }
}

QVariant ArtifactModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto *node = static_cast<const FileNode *>(index.constInternalPointer());
    const Artifact *known = node->parent ? nullptr : &artifactOf(node);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Size)
            return sizeText(data(index, SizeRole).toLongLong());
        if (index.column() == Kind)
            return known ? tr("Artifact") : kindText(node->kind);
        return known ? nameOf(*known) : node->name;
    case Qt::TextAlignmentRole: return int(index.column() == Size ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole: {
        QStringList lines{known ? nameOf(*known) : node->name};
        for (const Role each : {WhyRole, ProgressTextRole})
            lines.append(data(index, each).toString());
        if (known && known->item.digest.startsWith("sha256:"_L1))
            lines.append(tr("SHA-256 of its archive: %1").arg(known->item.digest.sliced(7)));
        lines.removeAll(QString());
        return tipText(lines.join(u'\n'));
    }
    case KindRole: return QVariant::fromValue(node->kind);
    case FilesRole: return node->files;
    case ExecutableRole: return node->executable;
    default: break;
    }
    if (known)
        return artifactData(*known, role);
    switch (role) {
    case PathRole: return pathOf(node);
    case SizeRole: return node->size;
    case ItemRole: return qint64(0);
    case StateRole: return int(artifactOf(node).item.state);
    case DoneRole:
    case TotalRole: return -1;
    case ElementRole: return artifactOf(node).element;
    default: return {};
    }
}

QVariant ArtifactModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Size: return tr("Size");
    case Kind: return tr("Kind");
    default: return {};
    }
}

Qt::ItemFlags ArtifactModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return index.data(PathRole).toString().isEmpty() ? usual : usual | Qt::ItemIsDragEnabled;
}

QStringList ArtifactModel::mimeTypes() const
{
    return {u"text/uri-list"_s};
}

QMimeData *ArtifactModel::mimeData(const QModelIndexList &indexes) const
{
    const QList<QUrl> files = urls(indexes);
    if (files.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setUrls(files);
    return data;
}

} // namespace punchcard
