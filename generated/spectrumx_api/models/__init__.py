"""Contains all the data models used in inputs/outputs"""

from .api_error import ApiError
from .attach_capture_body import AttachCaptureBody
from .auth_message import AuthMessage
from .author_body import AuthorBody
from .capture_asset import CaptureAsset
from .capture_channel import CaptureChannel
from .capture_create_body import CaptureCreateBody
from .capture_format import CaptureFormat
from .capture_page import CapturePage
from .capture_rename_body import CaptureRenameBody
from .capture_summary import CaptureSummary
from .contents_answer import ContentsAnswer
from .contents_question import ContentsQuestion
from .data_files_info import DataFilesInfo
from .dataset_asset import DatasetAsset
from .dataset_author import DatasetAuthor
from .dataset_create_body import DatasetCreateBody
from .dataset_page import DatasetPage
from .dataset_reference import DatasetReference
from .file_asset import FileAsset
from .file_page import FilePage
from .file_receipt import FileReceipt
from .file_summary import FileSummary
from .file_update_body import FileUpdateBody
from .file_updated import FileUpdated
from .file_upload_body import FileUploadBody
from .json_object import JsonObject
from .message_sentence import Message
from .post_processing_status import PostProcessingStatus
from .share_body import ShareBody
from .share_body_permission_level import ShareBodyPermissionLevel
from .share_permission import SharePermission
from .shared_user import SharedUser
from .user_profile import UserProfile
from .user_reference import UserReference

__all__ = (
    "ApiError",
    "AttachCaptureBody",
    "AuthMessage",
    "AuthorBody",
    "CaptureAsset",
    "CaptureChannel",
    "CaptureCreateBody",
    "CaptureFormat",
    "CapturePage",
    "CaptureRenameBody",
    "CaptureSummary",
    "ContentsAnswer",
    "ContentsQuestion",
    "DataFilesInfo",
    "DatasetAsset",
    "DatasetAuthor",
    "DatasetCreateBody",
    "DatasetPage",
    "DatasetReference",
    "FileAsset",
    "FilePage",
    "FileReceipt",
    "FileSummary",
    "FileUpdateBody",
    "FileUpdated",
    "FileUploadBody",
    "JsonObject",
    "Message",
    "PostProcessingStatus",
    "ShareBody",
    "ShareBodyPermissionLevel",
    "SharedUser",
    "SharePermission",
    "UserProfile",
    "UserReference",
)
