"""The ports made real: S3, SQS, SSM and OpenSearch."""
